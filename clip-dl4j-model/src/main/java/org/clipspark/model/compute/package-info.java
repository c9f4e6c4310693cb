/**
 * Tensors and the operations the layers need, written once per device. Entry point: {@link
 * org.clipspark.model.compute.Backend}.
 *
 * <p>Shape legend used throughout the model: {@code B} batch, {@code T} tokens, {@code D} width, {@code E} embedding,
 * {@code H} heads, {@code V} vocabulary, {@code N, I, O} rows, inputs and outputs of a product. All tensors are dense
 * and row-major.
 */
@NullMarked
package org.clipspark.model.compute;

import org.jspecify.annotations.NullMarked;
