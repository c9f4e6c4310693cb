package org.clipspark.job.eval.statistic;

/** The standard normal distribution. */
final class Normal {
    /** Beyond this many deviations the rest is less than 1e-15. */
    private static final double FARTHEST = 8;

    private static final int BISECTIONS = 60;

    private Normal() {}

    /** Probability of a value up to {@code x}. */
    static double cumulative(double x) {
        if (Math.abs(x) >= FARTHEST) {
            return x < 0 ? 0 : 1;
        }
        // x + x^3/3 + x^5/(3*5) + ...: all terms of one sign, so that none of them cancels another.
        double term = x;
        double sum = x;
        for (int k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) {
            term *= x * x / k;
            sum += term;
        }
        return 0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }

    /** The value up to which that probability lies. */
    static double quantile(double probability) {
        double low = -FARTHEST;
        double high = FARTHEST;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            if (cumulative(middle) < probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }
}
