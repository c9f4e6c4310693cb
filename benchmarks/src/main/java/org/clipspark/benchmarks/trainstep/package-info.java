/**
 * One training step of the same model on our oneDNN backend and on libtorch. Entry point: {@link
 * org.clipspark.benchmarks.trainstep.TrainStepCommand}.
 *
 * <p>Shapes: {@code B} pairs of a batch, {@code T} tokens, {@code D} width, {@code H} heads, {@code E} embedding.
 */
@NullMarked
package org.clipspark.benchmarks.trainstep;

import org.jspecify.annotations.NullMarked;
