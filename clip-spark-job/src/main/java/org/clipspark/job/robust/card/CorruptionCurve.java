package org.clipspark.job.robust.card;

import java.util.List;

/**
 * Accuracy under one corruption.
 *
 * @param name of the corruption
 * @param group that it is shown with
 * @param severities of the points, ascending
 * @param points accuracy at each of them
 */
public record CorruptionCurve(String name, String group, List<Integer> severities, List<Accuracy> points) {
    /** Copies the lists. */
    public CorruptionCurve {
        severities = List.copyOf(severities);
        points = List.copyOf(points);
    }

    /** Mean of the accuracies. */
    public double mean() {
        return points.stream().mapToDouble(Accuracy::accuracy).average().orElse(Double.NaN);
    }

    /** Fractions that are wrong, at each severity. */
    public List<Double> errors() {
        return points.stream().map(Accuracy::error).toList();
    }
}
