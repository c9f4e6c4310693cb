package org.clipspark.job.eval.statistic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A figure by group of samples, such as accuracy by the region that an image is from.
 *
 * @param slices of the groups, by name
 */
public record GroupSlices(List<Slice> slices) {
    /**
     * One group.
     *
     * @param group its name
     * @param samples how many, at least 1
     * @param mean of their figures
     */
    public record Slice(String group, int samples, double mean) {}

    /**
     * Checks and copies the list.
     *
     * @throws IllegalArgumentException if there is no group
     */
    public GroupSlices {
        slices = List.copyOf(slices);
        if (slices.isEmpty()) {
            throw new IllegalArgumentException("Slices need at least one sample, got none");
        }
    }

    /**
     * Slices figures.
     *
     * @param groups {@code [N]}, name of each sample's group
     * @param values {@code [N]}, higher is better, such as 1 for a right answer and 0 for a wrong one
     * @throws IllegalArgumentException if there are no samples or the lengths differ
     */
    public static GroupSlices of(List<String> groups, double[] values) {
        if (groups.size() != values.length) {
            throw new IllegalArgumentException(
                    "Each sample needs a group, got " + groups.size() + " for " + values.length + " samples");
        }
        Map<String, List<Double>> byGroup = new TreeMap<>();
        for (int i = 0; i < values.length; i++) {
            byGroup.computeIfAbsent(groups.get(i), group -> new ArrayList<>()).add(values[i]);
        }
        return new GroupSlices(byGroup.entrySet().stream()
                .map(entry -> new Slice(entry.getKey(), entry.getValue().size(), mean(entry.getValue())))
                .toList());
    }

    /** The group with the lowest mean, the first by name of equal ones. */
    public Slice worst() {
        return slices.stream().min(Comparator.comparingDouble(Slice::mean)).orElseThrow();
    }

    /** The group with the highest mean, the first by name of equal ones. */
    public Slice best() {
        return slices.stream()
                .min(Comparator.comparingDouble(slice -> -slice.mean()))
                .orElseThrow();
    }

    /** The best group's mean minus the worst's. */
    public double gap() {
        return best().mean() - worst().mean();
    }

    /** Mean over groups, each weighing the same. */
    public double meanOverGroups() {
        return slices.stream().mapToDouble(Slice::mean).average().orElseThrow();
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }
}
