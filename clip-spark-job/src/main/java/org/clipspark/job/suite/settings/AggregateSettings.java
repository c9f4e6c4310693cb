package org.clipspark.job.suite.settings;

import java.util.List;
import org.clipspark.job.suite.cell.CellAddress;
import org.clipspark.job.suite.cell.SuiteTask;

/**
 * A mean over data sets.
 *
 * @param name in the results
 * @param task name of the task that measures
 * @param metric figure of the task, such as {@code acc1}
 * @param language of the cells
 * @param datasets names, at least one; a set without that figure is an error
 */
public record AggregateSettings(String name, String task, String metric, String language, List<String> datasets) {
    /** Copies the list and checks the values. */
    public AggregateSettings {
        datasets = List.copyOf(datasets);
        CellAddress.checkName("aggregates", name);
        SuiteTask.named(task);
        if (datasets.isEmpty()) {
            throw new IllegalArgumentException("aggregates: '" + name + "' needs at least one of datasets");
        }
        SuiteSettings.checkOnce("datasets of the aggregate '" + name + "'", datasets);
    }

    /** The task. */
    public SuiteTask suiteTask() {
        return SuiteTask.named(task);
    }

    void checkKnown(List<DatasetSettings> known) {
        for (String dataset : datasets) {
            DatasetSettings settings = known.stream()
                    .filter(each -> each.name().equals(dataset))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("aggregates: '" + name + "' needs the data set '"
                            + dataset + "', which is not among datasets"));
            boolean isMeasured = settings.suiteTasks().contains(suiteTask());
            boolean isSpoken =
                    settings.languages().stream().anyMatch(each -> each.name().equals(language));
            if (!isMeasured || !isSpoken) {
                throw new IllegalArgumentException("aggregates: '" + name + "' needs " + task + " in language '"
                        + language + "' of '" + dataset + "', which is not measured");
            }
        }
    }
}
