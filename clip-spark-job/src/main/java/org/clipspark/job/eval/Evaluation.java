package org.clipspark.job.eval;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that was measured of a model on one data set at one moment.
 *
 * @param results at most one of each kind
 */
public record Evaluation(List<EvaluationResult> results) {
    /** Copies the list. */
    public Evaluation {
        results = List.copyOf(results);
        long kinds = results.stream().map(EvaluationResult::getClass).distinct().count();
        if (kinds != results.size()) {
            throw new IllegalArgumentException("An evaluation has at most one result of a kind, got " + results);
        }
    }

    /**
     * Measures.
     *
     * @param images {@code [N, E]}
     * @param evaluators what to measure; none is allowed
     */
    public static Evaluation of(Embeddings images, List<Evaluator> evaluators) {
        return new Evaluation(evaluators.stream()
                .<EvaluationResult>map(evaluator -> evaluator.evaluate(images))
                .toList());
    }

    /** The zero-shot result, where that was measured. */
    public Optional<ZeroShotResult> zeroShot() {
        return find(ZeroShotResult.class);
    }

    /** The retrieval result, where that was measured. */
    public Optional<RetrievalResult> retrieval() {
        return find(RetrievalResult.class);
    }

    /** All figures by their name in {@code metrics.jsonl}, in a fixed order. */
    public Map<String, Double> values() {
        Map<String, Double> values = new LinkedHashMap<>();
        results.forEach(result -> values.putAll(result.values()));
        return values;
    }

    private <T> Optional<T> find(Class<T> kind) {
        return results.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }
}
