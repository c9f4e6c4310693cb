package org.clipspark.job.train;

import org.clipspark.job.eval.Evaluation;

/**
 * What was measured on the validation split.
 *
 * @param loss contrastive loss, mean over batches of the evaluation's size, in nats
 * @param evaluation zero-shot accuracy, where there are classes, and retrieval
 * @param seconds that it took
 */
public record Validation(double loss, Evaluation evaluation, double seconds) {}
