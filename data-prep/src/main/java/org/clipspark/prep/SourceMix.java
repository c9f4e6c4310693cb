package org.clipspark.prep;

import java.io.Serializable;
import org.clipspark.prep.shard.RowStatus;
import org.clipspark.prep.source.SourcePair;

/**
 * What is done to the pairs of a further source: its name is put in front of keys, and its weight leaves pairs out. The hash of a
 * key decides, so that the choice is the same for any number of tasks, and a larger weight keeps what a smaller one kept.
 *
 * @param name of the source
 * @param weight 0 to 1
 */
record SourceMix(String name, double weight) implements Serializable {
    /** Reason of rows that the weight leaves out. */
    static final String REASON = "not_sampled";

    /** Tells the hash from the one that splits, which would then leave no pair of a small weight to train on. */
    private static final String SALT = "sample:";

    SourcePair apply(SourcePair pair) {
        SourcePair named = pair.withKey(name + "/" + pair.key());
        boolean isLeftOut = pair.status().isSuccess() && KeyHash.fraction(KeyHash.of(SALT + named.key())) >= weight;
        return isLeftOut ? named.rejected(new RowStatus(REASON, "weight " + weight + " of source " + name)) : named;
    }
}
