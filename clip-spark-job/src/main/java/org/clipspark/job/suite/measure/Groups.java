package org.clipspark.job.suite.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.clipspark.job.suite.cell.Findings;

/** Accuracy by the values of a column. */
final class Groups {
    private static final int MOST = 1000;

    private Groups() {}

    /**
     * The groups, in the order of their names.
     *
     * @param column value of each row of the data set; rows without a value are in the group of the empty name
     * @param rows of the data set that were classified
     * @param right whether each of those is right
     * @throws IllegalArgumentException if there are over 1,000 groups
     */
    static List<Findings.Slice> of(List<String> column, int[] rows, boolean[] right) {
        Map<String, long[]> counts = new TreeMap<>();
        for (int i = 0; i < rows.length; i++) {
            long[] count = counts.computeIfAbsent(column.get(rows[i]), name -> new long[2]);
            count[0]++;
            count[1] += right[i] ? 1 : 0;
        }
        if (counts.size() > MOST) {
            throw new IllegalArgumentException("The column of slices has " + counts.size()
                    + " different values, expected at most " + MOST + ": take a column with groups");
        }
        List<Findings.Slice> groups = new ArrayList<>();
        counts.forEach((name, count) -> groups.add(new Findings.Slice(name, count[0], (double) count[1] / count[0])));
        return groups;
    }

    /** The worst group, how far it is from the best, and the mean over groups; empty without groups. */
    static Map<String, Double> metrics(List<Findings.Slice> groups) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        if (!groups.isEmpty()) {
            double worst =
                    groups.stream().mapToDouble(Findings.Slice::accuracy).min().orElseThrow();
            double best =
                    groups.stream().mapToDouble(Findings.Slice::accuracy).max().orElseThrow();
            metrics.put("worst_group_acc1", worst);
            metrics.put("group_gap", best - worst);
            metrics.put(
                    "group_mean_acc1",
                    groups.stream()
                            .mapToDouble(Findings.Slice::accuracy)
                            .average()
                            .orElseThrow());
        }
        return metrics;
    }
}
