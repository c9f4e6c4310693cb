package org.clipspark.job.eval.statistic;

/**
 * A figure and the range that its true value lies in, most likely.
 *
 * @param estimate the figure
 * @param low lower end
 * @param high upper end, at least {@code low}
 * @param confidence how often such ranges hold the true value, above 0 and below 1
 */
public record Interval(double estimate, double low, double high, double confidence) {
    /** Checks the values. */
    public Interval {
        checkConfidence(confidence);
        if (!(low <= high) || !Double.isFinite(low) || !Double.isFinite(high) || !Double.isFinite(estimate)) {
            throw new IllegalArgumentException(
                    "An interval needs finite low <= high, got " + estimate + " in " + low + " to " + high);
        }
    }

    /** Says whether a value lies in the range, its ends included. */
    public boolean contains(double value) {
        return low <= value && value <= high;
    }

    static void checkConfidence(double confidence) {
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("Confidence must be above 0 and below 1, got " + confidence);
        }
    }
}
