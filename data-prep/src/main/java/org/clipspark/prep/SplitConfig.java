package org.clipspark.prep;

import java.io.Serializable;
import org.clipspark.prep.shard.PairOrigin;
import org.clipspark.prep.shard.ShardRow;
import org.clipspark.prep.shard.ShardSplit;

/**
 * Which part of the pairs is kept from training.
 *
 * @param validationFraction 0 to below 1; the hash of a pair's key decides, so that a pair stays on its side when the data
 *     set grows
 */
public record SplitConfig(double validationFraction) implements Serializable {
    /** Checks the range. */
    public SplitConfig {
        if (!(validationFraction >= 0 && validationFraction < 1)) {
            throw new IllegalArgumentException(
                    "validationFraction must be at least 0 and below 1, got " + validationFraction);
        }
    }

    /** Where a row goes: all rows of the validation source are held out. */
    ShardSplit of(ShardRow row) {
        return of(row.origin().source(), row.key());
    }

    /** Where a row of that source and key goes. */
    ShardSplit of(int source, String key) {
        boolean isHeldOut = source == PairOrigin.VALIDATION || KeyHash.fraction(KeyHash.of(key)) < validationFraction;
        return isHeldOut ? ShardSplit.VALIDATION : ShardSplit.TRAIN;
    }
}
