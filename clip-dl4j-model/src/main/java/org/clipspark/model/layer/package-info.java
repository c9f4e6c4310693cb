/**
 * Layers with explicit forward and backward over a {@link org.clipspark.model.compute.Backend}. Entry points: {@link
 * org.clipspark.model.layer.Transformer}, {@link org.clipspark.model.layer.ParameterSet}.
 *
 * <p>Every layer remembers the tensors of its last forward pass; one backward pass may follow it. Activations come from
 * an {@link org.clipspark.model.compute.Arena} and are valid until it is released.
 */
@NullMarked
package org.clipspark.model.layer;

import org.jspecify.annotations.NullMarked;
