package org.clipspark.job.suite.settings;

import java.util.List;
import java.util.Optional;
import org.clipspark.job.embed.SplitChoice;
import org.clipspark.job.suite.cell.CellAddress;
import org.clipspark.job.suite.cell.SuiteTask;

/**
 * An entry of {@code datasets}.
 *
 * @param name in the results
 * @param shards folder that {@code clip prep run} wrote
 * @param split rows to measure on: {@code train}, {@code validation} or {@code all}
 * @param tasks names of {@link SuiteTask}, at least one
 * @param languages prompts, at least one; a task without prompts is measured in the first
 * @param slices column of the shards whose values are groups, each with an accuracy of its own
 * @param classSubsetFile UTF-8 file of class names, one a line, between which alone images are classified; rows of other
 *     classes are left out
 * @param labelsFile JSON object with a list of class names for each key: images have any number of classes, and {@code
 *     zeroshot_classification} measures mean average precision
 * @param probe how {@code linear_probe} learns
 * @param selection what {@code image_caption_selection} compares
 * @param outliers images of none of the classes, for {@code ood_detection}
 */
public record DatasetSettings(
        String name,
        String shards,
        String split,
        List<String> tasks,
        List<LanguageSettings> languages,
        Optional<String> slices,
        Optional<String> classSubsetFile,
        Optional<String> labelsFile,
        Optional<ProbeOptions> probe,
        Optional<SelectionSettings> selection,
        Optional<Outliers> outliers) {
    /**
     * Section {@code outliers}.
     *
     * @param shards folder that {@code clip prep run} wrote
     * @param split rows of it: {@code train}, {@code validation} or {@code all}
     */
    public record Outliers(String shards, String split) {
        /** Checks the values. */
        public Outliers {
            checkRows("outliers", shards, split);
        }
    }

    /** Copies the lists and checks the values. */
    public DatasetSettings {
        tasks = List.copyOf(tasks);
        languages = List.copyOf(languages);
        CellAddress.checkName("datasets", name);
        checkRows(name, shards, split);
        if (tasks.isEmpty() || languages.isEmpty()) {
            throw new IllegalArgumentException("datasets: '" + name + "' needs at least one of tasks and of languages");
        }
        SuiteSettings.checkOnce("tasks of '" + name + "'", tasks);
        SuiteSettings.checkOnce(
                "languages of '" + name + "'",
                languages.stream().map(LanguageSettings::name).toList());
        List<SuiteTask> measured = tasks.stream().map(SuiteTask::named).toList();
        if (measured.stream().anyMatch(SuiteTask::usesPrompts)) {
            languages.forEach(LanguageSettings::checkHasPrompts);
        }
        checkSection(name, measured, SuiteTask.LINEAR_PROBE, "probe", probe);
        checkSection(name, measured, SuiteTask.IMAGE_CAPTION_SELECTION, "selection", selection);
        checkSection(name, measured, SuiteTask.OOD_DETECTION, "outliers", outliers);
        boolean hasOneClass = slices.isPresent() || classSubsetFile.isPresent();
        if (!measured.contains(SuiteTask.ZEROSHOT_CLASSIFICATION) && (hasOneClass || labelsFile.isPresent())) {
            throw new IllegalArgumentException("datasets: '" + name + "' has slices, classSubsetFile or labelsFile,"
                    + " which only zeroshot_classification reads: remove it");
        }
        if (hasOneClass && labelsFile.isPresent()) {
            throw new IllegalArgumentException("datasets: '" + name
                    + "' has slices or classSubsetFile, which images of one class have, and labelsFile: keep one");
        }
    }

    /** What is measured. */
    public List<SuiteTask> suiteTasks() {
        return tasks.stream().map(SuiteTask::named).toList();
    }

    /** The rows to measure on. */
    public SplitChoice splitChoice() {
        return SplitChoice.named(split);
    }

    private static void checkRows(String name, String shards, String split) {
        SplitChoice.named(split);
        if (shards.isBlank()) {
            throw new IllegalArgumentException("datasets: '" + name + "' needs shards: a folder of clip prep run");
        }
    }

    private static void checkSection(
            String name, List<SuiteTask> tasks, SuiteTask task, String section, Optional<?> value) {
        if (tasks.contains(task) != value.isPresent()) {
            throw new IllegalArgumentException("datasets: '" + name + "' has "
                    + (value.isPresent()
                            ? "a section " + section + ", but not the task " + task.spelling() + " that reads it"
                            : "the task " + task.spelling() + ", but not its section " + section));
        }
    }
}
