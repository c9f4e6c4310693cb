package org.clipspark.job.suite.cell;

/**
 * Where a figure lies with the confidence that the settings ask for.
 *
 * @param low lower bound
 * @param high upper bound, at least {@code low}
 */
public record Interval(double low, double high) {
    /** Checks the order. */
    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException("An interval must not end before it begins, got " + low + " to " + high);
        }
    }
}
