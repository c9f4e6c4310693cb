package org.clipspark.job.suite.plan;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.clipspark.job.suite.settings.DatasetSettings;

/** Reads which classes alone are scored. */
final class ClassSubset {
    private ClassSubset() {}

    /** Labels, ascending; none where the data set has no subset. */
    static List<Integer> labels(DatasetSettings dataset, List<String> classNames) {
        if (dataset.classSubsetFile().isEmpty()) {
            return List.of();
        }
        Path file = Path.of(dataset.classSubsetFile().get());
        TreeSet<Integer> labels = new TreeSet<>();
        for (String name : PromptFiles.lines(file)) {
            int label = classNames.indexOf(name);
            if (label < 0) {
                throw new IllegalArgumentException(
                        "Class subset " + file + ": data set '" + dataset.name() + "' has no class '" + name + "'");
            }
            labels.add(label);
        }
        if (labels.isEmpty()) {
            throw new IllegalArgumentException("Class subset " + file + " names no class");
        }
        return List.copyOf(labels);
    }
}
