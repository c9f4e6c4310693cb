package org.clipspark.prep;

import org.clipspark.prep.source.SourceConfig;

/**
 * A further source to learn from.
 *
 * @param name of letters, digits, {@code _} and {@code -}: stands in front of its keys, {@code NAME/KEY}, for two sources may have
 *     the same
 * @param weight share of its rows that is used, above 0, at most 1; the hash of a row's key decides
 * @param source where its pairs come from
 */
record MixedSource(String name, double weight, SourceConfig source) {
    MixedSource {
        if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new IllegalArgumentException("name must be 1 to 64 letters, digits, _ and -, got '" + name + "'");
        }
        if (!(weight > 0 && weight <= 1)) {
            throw new IllegalArgumentException(
                    "weight must be above 0 and at most 1, got " + weight
                            + "; a key is in a data set once, so for more than all rows set weights of data.sources in training");
        }
    }
}
