package org.clipspark.job.suite.settings;

/**
 * Section {@code intervals}.
 *
 * @param resamples bootstrap samples, 100 to 100,000
 * @param confidence how often such intervals hold the true value, between 0 and 1
 * @param seed of the samples
 */
public record IntervalSettings(int resamples, double confidence, long seed) {
    private static final int FEWEST = 100;
    private static final int MOST = 100_000;

    /** Checks the values. */
    public IntervalSettings {
        if (resamples < FEWEST || resamples > MOST) {
            throw new IllegalArgumentException(
                    "intervals.resamples must be " + FEWEST + " to " + MOST + ", got " + resamples);
        }
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException(
                    "intervals.confidence must be above 0 and below 1, such as 0.95, got " + confidence);
        }
    }
}
