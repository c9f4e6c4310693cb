package org.clipspark.job.robust.settings;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.clipspark.image.corrupt.Corruption;

/**
 * Section {@code corruptions}.
 *
 * @param names of corruptions; {@code all} stands for the fifteen of the benchmark, {@code extra} for the other four
 * @param severities of 1 to 5, ascending
 * @param images how many rows of each split, spread evenly over it; 0 for all
 * @param plugins names of classes on the class path that implement {@code ImageCorruption}; may be empty
 */
public record CorruptionSettings(List<String> names, List<Integer> severities, long images, List<String> plugins) {
    /** Copies the lists and checks the values. */
    public CorruptionSettings {
        names = List.copyOf(names);
        severities = List.copyOf(severities);
        plugins = List.copyOf(plugins);
        RobustnessSettings.checkImages("corruptions.images", images);
        RobustnessSettings.checkOnce("corruptions.names", names);
        if (names.isEmpty() && plugins.isEmpty()) {
            throw new IllegalArgumentException("corruptions needs names or plugins; or leave the section out");
        }
        boolean isInRange = severities.stream().allMatch(each -> each >= 1 && each <= Corruption.SEVERITIES);
        if (severities.isEmpty() || !isInRange || !severities.equals(List.copyOf(new TreeSet<>(severities)))) {
            throw new IllegalArgumentException("corruptions.severities must be ascending numbers from 1 to "
                    + Corruption.SEVERITIES + ", got " + severities);
        }
    }

    /** Whether every severity is measured. */
    public boolean hasAllSeverities() {
        return severities.equals(
                IntStream.rangeClosed(1, Corruption.SEVERITIES).boxed().toList());
    }
}
