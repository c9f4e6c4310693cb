package org.clipspark.job.eval;

/** A measure of a model, computed from its image embeddings and whatever the measure holds itself. */
public sealed interface Evaluator permits ZeroShot, Retrieval, MultiLabel {
    /**
     * Measures.
     *
     * @param images {@code [N, E]}
     * @throws IllegalArgumentException if the images do not fit what the evaluator was built for; the message names both
     */
    EvaluationResult evaluate(Embeddings images);
}
