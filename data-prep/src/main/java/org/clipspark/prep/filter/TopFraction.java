package org.clipspark.prep.filter;

/**
 * The rows with the highest scores, as a fraction f of the n rows that reach the step, those without a score included; a
 * row without a score (or with one that is not a number) fails.
 *
 * @param column of numbers
 * @param fraction f, above 0 and at most 1
 * @param ties what becomes of rows that score the same as the last one in
 */
public record TopFraction(String column, double fraction, Ties ties) {
    /** What becomes of rows that score the same as the last one in. */
    public enum Ties {
        /** The first-found ones pass, so that floor(n f) rows do, or as many as have a score. */
        FIRST_FOUND,
        /**
         * All of them pass. The last one in is number floor(n f) counted from 0, so at least floor(n f) + 1 rows pass:
         * DataComp's {@code get_threshold} takes that row's score for an inclusive threshold.
         */
        ALL
    }

    /** Checks the range. */
    public TopFraction {
        if (!(fraction > 0 && fraction <= 1)) {
            throw new IllegalArgumentException("fraction must be above 0 and at most 1, got " + fraction);
        }
    }
}
