package org.clipspark.benchmarks.result;

import java.util.List;

/** The middle of repeated measurements, which one disturbed repeat cannot move far. */
public final class Median {
    private Median() {}

    /**
     * The median; of an even number of values the mean of the two in the middle.
     *
     * @throws IllegalArgumentException if there are no values
     */
    public static double of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("A median needs at least one value, got none");
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
