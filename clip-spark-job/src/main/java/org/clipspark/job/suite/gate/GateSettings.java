package org.clipspark.job.suite.gate;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clipspark.job.suite.cell.SuiteTask;
import org.clipspark.prep.config.StrictYaml;

/**
 * What the cells of a suite must reach.
 *
 * @param checkpoints which of each model's checkpoints: the last one, or all
 * @param thresholds bounds by {@code dataset/task/metric}, in every language; may be empty
 * @param baseline results that must not be missed by much
 */
public record GateSettings(Which checkpoints, Map<String, Bounds> thresholds, Optional<Baseline> baseline) {
    /** Which checkpoints of a model must pass. */
    public enum Which {
        /** The one that has seen the most pairs. */
        LAST,
        /** Every one. */
        ALL
    }

    /**
     * Bounds of a figure.
     *
     * @param min least value that passes
     * @param max greatest value that passes
     */
    public record Bounds(Optional<Double> min, Optional<Double> max) {
        /** Checks that there is one and that something can pass. */
        public Bounds {
            if (min.isEmpty() && max.isEmpty()) {
                throw new IllegalArgumentException("A threshold needs min or max");
            }
            if (min.isPresent() && max.isPresent() && min.get() > max.get()) {
                throw new IllegalArgumentException(
                        "A threshold needs min <= max, got " + min.get() + " and " + max.get());
            }
        }
    }

    /**
     * Earlier results.
     *
     * @param results output folder of that evaluation
     * @param checkpoint {@code model/pretrained} to compare with
     * @param maximumDrop by how much a figure may be worse, by {@code dataset/task/metric}
     */
    public record Baseline(String results, String checkpoint, Map<String, Double> maximumDrop) {
        /** Copies the map and checks the values. */
        public Baseline {
            maximumDrop = ordered(maximumDrop);
            if (results.isBlank() || checkpoint.split("/", -1).length != 2) {
                throw new IllegalArgumentException(
                        "baseline needs results: FOLDER and checkpoint: MODEL/PRETRAINED, got '" + results + "' and '"
                                + checkpoint + "'");
            }
            maximumDrop.forEach((figure, drop) -> {
                if (!(drop >= 0)) {
                    throw new IllegalArgumentException(
                            "baseline.maximumDrop of " + figure + " must be at least 0, got " + drop);
                }
            });
            if (maximumDrop.isEmpty()) {
                throw new IllegalArgumentException("baseline.maximumDrop must name at least one figure");
            }
        }
    }

    /** Copies the map and checks that something is asked for. */
    public GateSettings {
        thresholds = ordered(thresholds);
        if (thresholds.isEmpty() && baseline.isEmpty()) {
            throw new IllegalArgumentException("A gate needs thresholds or a baseline");
        }
        thresholds.keySet().forEach(GateSettings::checkFigure);
        baseline.ifPresent(each -> each.maximumDrop().keySet().forEach(GateSettings::checkFigure));
    }

    /**
     * Reads a file.
     *
     * @throws org.clipspark.prep.config.ConfigException if it cannot be read or is no gate
     */
    public static GateSettings load(Path file) {
        return StrictYaml.load(file, List.of(), GateSettings.class);
    }

    private static void checkFigure(String figure) {
        String[] parts = figure.split("/", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException(
                    "'" + figure + "' names no figure (expected: DATASET/TASK/METRIC, such as"
                            + " caltech101/zeroshot_classification/acc1)");
        }
        SuiteTask.named(parts[1]);
    }

    private static <T> Map<String, T> ordered(Map<String, T> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
