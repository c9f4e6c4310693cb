package org.clipspark.job.suite.cell;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * What became of one query, kept so that two checkpoints can be compared query by query.
 *
 * @param query what was asked with
 * @param key of the image that it belongs to
 * @param text number of the caption among those of the image for a query by text, else 0
 * @param rank place of the right answer, from 0
 * @param label number of the right class; -1 where there are no classes
 * @param predicted number of the predicted class; -1 where there are no classes
 * @param confidence probability of the predicted class, or the similarity that decides; 0 where there is neither
 */
public record Outcome(Query query, String key, int text, int rank, int label, int predicted, double confidence) {
    /** No class. */
    public static final int NONE = -1;

    /** What is asked with. */
    public enum Query {
        /** An image looks for its class or its caption. */
        IMAGE,
        /** A caption looks for its image. */
        TEXT;

        /** Name in files. */
        @JsonValue
        public String spelling() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Checks the numbers. */
    public Outcome {
        if (text < 0 || rank < 0 || label < NONE || predicted < NONE) {
            throw new IllegalArgumentException("An outcome has no negative place, got text " + text + ", rank " + rank
                    + ", label " + label + ", predicted " + predicted);
        }
    }

    /** Names the query within its cell. */
    public String name() {
        return query.spelling() + ' ' + text + ' ' + key;
    }

    /** 1 if the right answer is among the first {@code k}, else 0. */
    public double hit(int k) {
        return rank < k ? 1 : 0;
    }
}
