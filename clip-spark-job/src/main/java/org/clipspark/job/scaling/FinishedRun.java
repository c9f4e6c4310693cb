package org.clipspark.job.scaling;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.clipspark.job.report.MetricKeys;
import org.clipspark.job.report.MetricsEntry;
import org.clipspark.job.report.MetricsLog;
import org.clipspark.job.report.RunRecord;
import org.clipspark.model.ModelConfig;
import org.clipspark.model.ModelCost;

/**
 * A run of {@code clip train}, as it stands at its last evaluation.
 *
 * @param name of its folder
 * @param group value of a key of its configuration, empty where none is asked for
 * @param compute floating-point operations of its training, in units of 1e9: three times those of a forward pass, times the
 *     pairs that were trained on
 * @param error fraction
 * @param replicas that trained side by side
 * @param pairsPerSecond of all of them, over the training time
 * @param trainSeconds evaluation left out
 */
public record FinishedRun(
        String name,
        String group,
        double compute,
        double error,
        int replicas,
        double pairsPerSecond,
        double trainSeconds) {
    /** Forward once, backward twice as much. */
    private static final int PASSES = 3;

    private static final double GIGA = 1e-9;
    private static final double PERCENT = 100;
    /** A clock that did not move in a tiny run. */
    private static final double SHORTEST_SECONDS = 1e-3;

    private static final double SECONDS_PER_HOUR = 3600;
    private static final double PATCH_DROPOUT_OF_MODEL = -1;

    /**
     * Reads a run.
     *
     * @param folder of the run; its model's configuration is read from where the run had it
     * @param metric of its evaluations, a fraction
     * @param groupKey path of a key of its configuration, such as {@code loss.name}; empty for none
     * @throws IllegalArgumentException if the run has no evaluation with that metric, no training time or no such key, or its
     *     model's configuration has changed since
     * @throws java.io.UncheckedIOException if its files cannot be read
     */
    public static FinishedRun load(Path folder, ScalingMetric metric, String groupKey) {
        RunRecord run = RunRecord.load(folder);
        List<MetricsEntry> entries = MetricsLog.read(folder);
        MetricsEntry evaluation = entries.stream()
                .filter(entry -> entry.kind() == MetricsEntry.Kind.EVALUATION
                        && entry.value(metric.name()).isPresent())
                .reduce((first, second) -> second)
                .orElseThrow(() -> new IllegalArgumentException("Run " + folder + " has no evaluation with "
                        + metric.name() + ": finish it, or name a figure of its metrics.jsonl"));
        double samples = last(folder, entries, evaluation.step(), MetricKeys.SAMPLES_SEEN);
        double seconds = Math.max(SHORTEST_SECONDS, last(folder, entries, evaluation.step(), MetricKeys.TRAIN_SECONDS));
        String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
        ModelCost.Pair cost = ModelCost.ofPair(model(folder, run));
        double value = evaluation.value(metric.name()).orElseThrow();
        return new FinishedRun(
                name,
                groupKey.isEmpty() ? "" : setting(folder, run, groupKey),
                PASSES * GIGA * ((double) cost.imageOperations() + cost.textOperations()) * samples,
                metric.error(name, value),
                (int) number(folder, run, "train.replicas"),
                samples / seconds,
                seconds);
    }

    /** The highest value up to a step: figures since the start of the run only grow. */
    private static double last(Path folder, List<MetricsEntry> entries, long step, String key) {
        return entries.stream()
                .filter(entry -> entry.step() <= step)
                .map(entry -> entry.value(key))
                .flatMapToDouble(OptionalDouble::stream)
                .max()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Run " + folder + " has no " + key + " before its last evaluation"));
    }

    private static ModelConfig model(Path folder, RunRecord run) {
        Path file = Path.of(setting(folder, run, "model.config"));
        ModelConfig model = ModelConfig.load(file);
        double patchDropout = number(folder, run, "train.patchDropout");
        ModelConfig trained = patchDropout == PATCH_DROPOUT_OF_MODEL ? model : model.withPatchDropout(patchDropout);
        if (!trained.hash().equals(run.inputs().modelHash())) {
            throw new IllegalArgumentException("Run " + folder + " was trained with another " + file
                    + " than there is now: its hash was " + run.inputs().modelHash());
        }
        return trained;
    }

    private static double number(Path folder, RunRecord run, String path) {
        String text = setting(folder, run, path);
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "Run " + folder + " has " + path + " = '" + text + "', expected a number", e);
        }
    }

    private static String setting(Path folder, RunRecord run, String path) {
        Object value = run.config();
        for (String key : path.split("\\.", -1)) {
            value = value instanceof Map<?, ?> map && map.containsKey(key) ? map.get(key) : Map.of();
        }
        if (value instanceof Map<?, ?>) {
            throw new IllegalArgumentException("Run " + folder + " has no value " + path + " in its configuration");
        }
        return String.valueOf(value);
    }

    /** The run as a point of a scaling study. */
    public ScalingPoint point() {
        return new ScalingPoint(name, compute, error);
    }

    /** What the run was worth: rates, and costs by the price of a replica's machine for an hour where that is above 0. */
    public Map<String, Object> efficiency(double costPerHour) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("run", name);
        figures.put("replicas", replicas);
        figures.put("pairs_per_second", pairsPerSecond);
        figures.put("pairs_per_second_per_replica", pairsPerSecond / replicas);
        figures.put("train_hours", trainSeconds / SECONDS_PER_HOUR);
        figures.put("compute_gflop", compute);
        figures.put("error", error);
        if (costPerHour > 0) {
            double cost = costPerHour * replicas * trainSeconds / SECONDS_PER_HOUR;
            figures.put("cost", cost);
            if (error < 1) {
                figures.put("cost_per_accuracy_point", cost / (PERCENT * (1 - error)));
            }
        }
        return figures;
    }
}
