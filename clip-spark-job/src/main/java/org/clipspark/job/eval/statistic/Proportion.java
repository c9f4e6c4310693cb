package org.clipspark.job.eval.statistic;

/** Intervals of fractions of independent samples: accuracy, or recall of queries of different images. */
public final class Proportion {
    private Proportion() {}

    /**
     * Wilson's score interval. Other than a bootstrap, it does not shrink to a point where all samples are right, or none.
     *
     * @param right samples that count, from 0 to {@code samples}
     * @param samples at least 1
     * @param confidence such as 0.95
     * @throws IllegalArgumentException if a number is out of its range
     */
    public static Interval interval(long right, long samples, double confidence) {
        if (samples < 1 || right < 0 || right > samples) {
            throw new IllegalArgumentException(
                    "A proportion needs at least 1 sample and 0 to all of them right, got " + right + " of " + samples);
        }
        Interval.checkConfidence(confidence);
        double z = Normal.quantile((1 + confidence) / 2);
        double fraction = (double) right / samples;
        double shrink = 1 + z * z / samples;
        double centre = (fraction + z * z / (2 * samples)) / shrink;
        double half = z / shrink * Math.sqrt(fraction * (1 - fraction) / samples + z * z / (4.0 * samples * samples));
        // Exact at the ends, where rounding would let the estimate fall outside.
        double low = right == 0 ? 0 : centre - half;
        double high = right == samples ? 1 : centre + half;
        return new Interval(fraction, low, high, confidence);
    }
}
