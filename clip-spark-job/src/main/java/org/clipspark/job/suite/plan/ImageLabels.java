package org.clipspark.job.suite.plan;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.clipspark.job.embed.TextsHash;
import org.clipspark.job.suite.settings.DatasetSettings;

/**
 * Classes of images that have any number of them.
 *
 * @param classNames by label
 * @param byKey labels of each image; empty where images have one class, which the shards say
 */
record ImageLabels(List<String> classNames, Map<String, Set<Integer>> byKey) {
    /**
     * What the settings of a data set say.
     *
     * @param classNames of the shards; without any, the names in the file are the classes, in alphabetical order
     * @throws IllegalArgumentException if the file names a class that there is not
     */
    static ImageLabels of(DatasetSettings dataset, List<String> classNames) {
        if (dataset.labelsFile().isEmpty()) {
            return new ImageLabels(classNames, Map.of());
        }
        Path file = Path.of(dataset.labelsFile().get());
        Map<String, List<String>> named = PromptFiles.lists(file, "a list of class names for each key");
        TreeSet<String> used = new TreeSet<>();
        named.values().forEach(used::addAll);
        List<String> names = classNames.isEmpty() ? List.copyOf(used) : classNames;
        Map<String, Set<Integer>> byKey = new TreeMap<>();
        named.forEach((key, own) -> {
            Set<Integer> labels = new TreeSet<>();
            for (String name : own) {
                if (!names.contains(name)) {
                    throw new IllegalArgumentException("Labels " + file + ": data set '" + dataset.name()
                            + "' has no class '" + name + "', which '" + key + "' has");
                }
                labels.add(names.indexOf(name));
            }
            byKey.put(key, labels);
        });
        return new ImageLabels(names, byKey);
    }

    /** Hexadecimal SHA-256. */
    String hash() {
        List<String> lines = new ArrayList<>();
        new TreeMap<>(byKey).forEach((key, labels) -> lines.add(key + " " + new TreeSet<>(labels)));
        return TextsHash.of(lines);
    }
}
