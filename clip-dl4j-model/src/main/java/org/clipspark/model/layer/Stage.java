package org.clipspark.model.layer;

import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Tensor;

/** One link of a chain of layers: a matrix in, a matrix out. */
public interface Stage {
    /**
     * Runs the stage.
     *
     * @param x {@code [N, I]}, must stay unchanged until the backward pass
     * @return {@code [M, O]}
     */
    Tensor forward(Arena arena, Tensor x);

    /**
     * Adds to the parameters' gradients.
     *
     * @param dy gradient of the output, {@code [M, O]}
     * @return gradient of the input, {@code [N, I]}
     */
    Tensor backward(Arena arena, Tensor dy);
}
