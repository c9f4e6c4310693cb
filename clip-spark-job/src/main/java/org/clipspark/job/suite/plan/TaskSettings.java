package org.clipspark.job.suite.plan;

import java.util.List;
import org.clipspark.job.suite.cell.SuiteTask;
import org.clipspark.job.suite.settings.DatasetSettings;
import org.clipspark.job.suite.settings.IntervalSettings;
import org.clipspark.job.suite.settings.ProbeOptions;
import org.clipspark.job.suite.settings.SelectionSettings;

/** What a task was told, in one line: part of what tells results apart. */
final class TaskSettings {
    private TaskSettings() {}

    static String text(DatasetSettings dataset, SuiteTask task, List<Integer> classSubset) {
        return switch (task) {
            case ZEROSHOT_CLASSIFICATION ->
                "slices=" + dataset.slices().orElse("none") + " subset="
                        + (classSubset.isEmpty()
                                ? "all"
                                : classSubset.toString().replace(" ", ""));
            case ZEROSHOT_RETRIEVAL -> "every caption";
            case LINEAR_PROBE -> dataset.probe().map(ProbeOptions::toString).orElse("none");
            case IMAGE_CAPTION_SELECTION ->
                dataset.selection().map(SelectionSettings::toString).orElse("none");
            case OOD_DETECTION -> "largest probability";
        };
    }

    static String text(IntervalSettings intervals) {
        return intervals.resamples() + " resamples, " + intervals.confidence() + ", seed " + intervals.seed();
    }
}
