package org.clipspark.job.eval.statistic;

/** Heads among flips of a fair coin. */
final class Binomial {
    /** From here on Stirling's series has all digits of a double. */
    private static final int LARGE = 16;

    private Binomial() {}

    /**
     * Probability of at most {@code k} heads.
     *
     * @param k from 0 to half of {@code flips}: there each smaller number is less likely than the one above it
     */
    static double atMost(long k, long flips) {
        double mass = Math.exp(logFactorial(flips) - logFactorial(k) - logFactorial(flips - k) - flips * Math.log(2));
        double sum = 0;
        for (long i = k; i >= 0 && mass > 1e-17 * sum; i--) {
            sum += mass;
            mass *= i / (double) (flips - i + 1);
        }
        return Math.min(1, sum);
    }

    private static double logFactorial(long k) {
        if (k < LARGE) {
            double product = 1;
            for (long i = 2; i <= k; i++) {
                product *= i;
            }
            return Math.log(product);
        }
        double x = k + 1.0;
        double inverse = 1 / (x * x);
        double series = (1 / 12.0 - inverse * (1 / 360.0 - inverse * (1 / 1260.0 - inverse / 1680))) / x;
        return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series;
    }
}
