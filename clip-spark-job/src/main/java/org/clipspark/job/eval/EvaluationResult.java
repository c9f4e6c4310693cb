package org.clipspark.job.eval;

import java.util.Map;

/** What an {@link Evaluator} found. */
public sealed interface EvaluationResult permits ZeroShotResult, RetrievalResult, MultiLabelResult {
    /** Figures by their name in {@code metrics.jsonl}, in a fixed order; not a number where a figure has no meaning. */
    Map<String, Double> values();
}
