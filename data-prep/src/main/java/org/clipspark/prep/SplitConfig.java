package org.clipspark.prep;

import java.io.Serializable;

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
}
