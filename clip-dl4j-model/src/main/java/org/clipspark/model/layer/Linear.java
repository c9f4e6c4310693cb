package org.clipspark.model.layer;

import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.Tensor;

/** {@code y = x w^T + b} with {@code weight [O, I]} and {@code bias [O]}. */
final class Linear {
    private final Backend backend;
    private final Tensor weight;
    private final Tensor bias;
    private final Tensor weightGradient;
    private final Tensor biasGradient;

    Linear(Backend backend, ParameterSet parameters, String weightName, String biasName) {
        this.backend = backend;
        this.weight = parameters.value(weightName);
        this.bias = parameters.value(biasName);
        this.weightGradient = parameters.gradient(weightName);
        this.biasGradient = parameters.gradient(biasName);
    }

    Tensor forward(Arena arena, Tensor x) {
        Tensor y = arena.take(rows(x), weight.shape().dimension(0));
        backend.linear(x, weight, bias, y);
        return y;
    }

    /** {@code y += } the result. */
    void addTo(Tensor x, Tensor y) {
        backend.linearAdd(x, weight, bias, y);
    }

    /** Adds to the parameters' gradients and writes the input's. */
    void backward(Tensor x, Tensor dy, Tensor dx) {
        backend.linearBackwardWeight(dy, x, weightGradient);
        backend.biasBackward(dy, biasGradient);
        backend.linearBackwardInput(dy, weight, dx);
    }

    private static long rows(Tensor x) {
        return x.size() / x.shape().dimension(-1);
    }
}
