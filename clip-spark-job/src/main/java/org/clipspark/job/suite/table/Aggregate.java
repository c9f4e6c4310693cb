package org.clipspark.job.suite.table;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.clipspark.job.suite.cell.Cell;
import org.clipspark.job.suite.settings.AggregateSettings;

/**
 * Mean of a figure over data sets.
 *
 * @param name of the group
 * @param checkpoint {@code model/pretrained}
 * @param metric which figure
 * @param datasets over how many sets
 * @param mean of the figure
 * @param meanAboveChance mean of the figure minus what guessing gives; not a number where that is not known of a set
 */
public record Aggregate(
        String name, String checkpoint, String metric, int datasets, double mean, double meanAboveChance) {
    /**
     * The aggregates of every checkpoint.
     *
     * @throws IllegalArgumentException if a checkpoint lacks the figure on one of the sets: a mean of the others would look
     *     like a mean of all
     */
    public static List<Aggregate> of(List<AggregateSettings> settings, List<Cell> cells) {
        Set<String> checkpoints = new LinkedHashSet<>();
        cells.forEach(cell -> checkpoints.add(cell.address().checkpoint()));
        List<Aggregate> aggregates = new ArrayList<>();
        for (AggregateSettings group : settings) {
            for (String checkpoint : checkpoints) {
                aggregates.add(of(
                        group,
                        checkpoint,
                        cells.stream()
                                .filter(cell -> cell.address().checkpoint().equals(checkpoint))
                                .toList()));
            }
        }
        return aggregates;
    }

    private static Aggregate of(AggregateSettings group, String checkpoint, List<Cell> cells) {
        double sum = 0;
        double above = 0;
        for (String dataset : group.datasets()) {
            Cell cell = cells.stream()
                    .filter(each -> each.address().dataset().equals(dataset)
                            && each.address().task() == group.suiteTask()
                            && each.address().language().equals(group.language()))
                    .findFirst()
                    .filter(each -> !Double.isNaN(each.metric(group.metric())))
                    .orElseThrow(() -> new IllegalArgumentException(
                            "Aggregate '" + group.name() + "' needs " + group.metric() + " of " + group.task() + " on '"
                                    + dataset + "', which " + checkpoint + " does not have"));
            double value = cell.metric(group.metric());
            sum += value;
            above += value - cell.chance().getOrDefault(group.metric(), Double.NaN);
        }
        int count = group.datasets().size();
        return new Aggregate(group.name(), checkpoint, group.metric(), count, sum / count, above / count);
    }
}
