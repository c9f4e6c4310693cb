package org.clipspark.job.suite.gate;

import java.util.List;

/** Which way a figure is better. */
public final class Direction {
    private static final List<String> LOWER = List.of("rank", "ece", "brier", "nll", "gap", "ties", "fpr");

    private Direction() {}

    /** Says whether a smaller value is the better one, by the name of the figure. */
    public static boolean isLowerBetter(String metric) {
        return LOWER.stream().anyMatch(word -> List.of(metric.split("[_@]", -1)).contains(word));
    }

    /** By how much the second value is worse than the first; negative where it is better. */
    static double drop(String metric, double before, double now) {
        return isLowerBetter(metric) ? now - before : before - now;
    }
}
