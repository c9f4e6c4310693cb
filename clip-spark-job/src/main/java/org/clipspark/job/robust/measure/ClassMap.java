package org.clipspark.job.robust.measure;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clipspark.job.suite.plan.PromptFiles;

/** Which class of the clean data set each class of a shifted one is. */
final class ClassMap {
    private static final int ABSENT = -1;

    private final int[] toClean;

    private ClassMap(int[] toClean) {
        this.toClean = toClean;
    }

    /**
     * Maps classes by their names.
     *
     * @param file of names that differ, see {@code ShiftSettings.classMapFile}; without one, equal names are one class
     * @throws IllegalArgumentException if no class is mapped, a name is ambiguous, or the file has unknown names
     */
    static ClassMap of(String shift, List<String> names, List<String> clean, Optional<String> file) {
        int[] toClean = new int[names.size()];
        Arrays.fill(toClean, ABSENT);
        if (file.isPresent()) {
            read(Path.of(file.get()))
                    .forEach((from, to) -> toClean[only(shift, from, names)] = only("clean", to, clean));
        } else if (names.equals(clean)) {
            // Two classes may have one name, as in ImageNet: by their numbers they are still known.
            Arrays.setAll(toClean, label -> label);
        } else {
            for (int label = 0; label < toClean.length; label++) {
                toClean[label] = clean.contains(names.get(label)) ? only("clean", names.get(label), clean) : ABSENT;
            }
        }
        if (Arrays.stream(toClean).allMatch(label -> label == ABSENT)) {
            throw new IllegalArgumentException("shifts: no class of '" + shift
                    + "' has the name of one in the clean data set: set classMapFile, or classes: own");
        }
        return new ClassMap(toClean);
    }

    private static int only(String dataset, String name, List<String> names) {
        int count = Collections.frequency(names, name);
        if (count != 1) {
            throw new IllegalArgumentException(
                    "Data set '" + dataset + "' has " + count + " classes named '" + name + "', expected one");
        }
        return names.indexOf(name);
    }

    private static Map<String, String> read(Path file) {
        Map<String, String> map = new HashMap<>();
        for (String line : PromptFiles.lines(file)) {
            List<String> names = List.of(line.split("\t", -1));
            if (names.size() != 2 || map.put(names.get(0).strip(), names.get(1).strip()) != null) {
                throw new IllegalArgumentException("Class map " + file + ": '" + line
                        + "' must be a name that no other line has, a tab and a name of the clean data set");
            }
        }
        return map;
    }

    /** Whether a class of the shifted data set is one of the clean data set's. */
    boolean has(int label) {
        return toClean[label] != ABSENT;
    }

    /** The clean data set's number of a class of the shifted one. */
    int clean(int label) {
        return toClean[label];
    }

    /** Classes of the clean data set that the shifted one has, ascending. */
    List<Integer> used() {
        return Arrays.stream(toClean)
                .filter(label -> label != ABSENT)
                .distinct()
                .sorted()
                .boxed()
                .toList();
    }
}
