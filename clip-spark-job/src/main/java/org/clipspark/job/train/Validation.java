package org.clipspark.job.train;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.clipspark.job.eval.Evaluation;
import org.clipspark.job.report.MetricKeys;

/**
 * What was measured on the validation split.
 *
 * @param loss contrastive loss, mean over batches of the evaluation's size, in nats
 * @param evaluation zero-shot accuracy, where there are classes, and retrieval
 * @param seconds that it took
 */
public record Validation(double loss, Evaluation evaluation, double seconds) {
    /** A figure by its name in the log; empty where it was not measured. */
    Optional<Double> value(String name) {
        return name.equals(MetricKeys.VALIDATION_LOSS)
                ? Optional.of(loss)
                : Optional.ofNullable(evaluation.values().get(name));
    }

    /** Names of all figures. */
    Set<String> names() {
        Set<String> names = new TreeSet<>(evaluation.values().keySet());
        names.add(MetricKeys.VALIDATION_LOSS);
        return names;
    }
}
