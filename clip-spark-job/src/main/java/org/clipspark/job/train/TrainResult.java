package org.clipspark.job.train;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Final figures of a run.
 *
 * @param folder its folder
 * @param report its report
 * @param clock samples and seconds
 * @param trainLoss mean loss of the last epoch
 * @param validation of the last epoch
 */
public record TrainResult(Path folder, Path report, TrainingClock clock, double trainLoss, Validation validation) {
    /** Pairs learnt from per second of training. */
    public double pairsPerSecond() {
        return clock.trainSeconds() > 0 ? clock.samplesSeen() / clock.trainSeconds() : 0;
    }

    /** The figures under the names that {@code --json} promises. */
    public Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        validation.evaluation().values().forEach((name, value) -> {
            if (name.startsWith("zeroshot_") || name.startsWith("mean_per") || name.matches(".*_r\\d+")) {
                figures.put(name, value);
            }
        });
        figures.put("validation_loss", validation.loss());
        figures.put("train_loss", trainLoss);
        figures.put("pairs_per_second", pairsPerSecond());
        figures.put("train_seconds", clock.trainSeconds());
        figures.put("samples_seen", clock.samplesSeen());
        figures.put("run_dir", folder.toString());
        figures.put("report", report.toString());
        return figures;
    }
}
