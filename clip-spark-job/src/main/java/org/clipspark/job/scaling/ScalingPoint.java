package org.clipspark.job.scaling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One trained model.
 *
 * @param name of the model, for people
 * @param compute that its training took, above 0, in any unit that all points share
 * @param error fraction, above 0 and up to 1
 */
public record ScalingPoint(String name, double compute, double error) {
    /** Checks the values. */
    public ScalingPoint {
        if (!(compute > 0 && compute < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("Compute of " + name + " must be above 0, got " + compute);
        }
        if (!(error > 0 && error <= 1)) {
            throw new IllegalArgumentException(
                    "Error of " + name + " must be a fraction above 0 and up to 1, got " + error);
        }
    }

    /** The models that no other beats with as little compute: by rising compute, the error of each lower than all before. */
    static List<ScalingPoint> frontier(List<ScalingPoint> points) {
        List<ScalingPoint> frontier = new ArrayList<>();
        double lowest = Double.POSITIVE_INFINITY;
        Comparator<ScalingPoint> order =
                Comparator.comparingDouble(ScalingPoint::compute).thenComparingDouble(ScalingPoint::error);
        for (ScalingPoint point : points.stream().sorted(order).toList()) {
            if (point.error() < lowest) {
                frontier.add(point);
                lowest = point.error();
            }
        }
        return frontier;
    }
}
