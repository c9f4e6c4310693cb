package org.clipspark.model.layer;

import java.util.Optional;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.Tensor;

/** {@code y = x w^T + b} with {@code weight [O, I]} and {@code bias [O]}. */
public final class Linear implements Stage {
    private final Backend backend;
    private final Tensor weight;
    private final Tensor bias;
    private final Tensor weightGradient;
    private final Tensor biasGradient;
    private Optional<Tensor> saved = Optional.empty();

    /** Binds the parameters of those names. */
    public Linear(Backend backend, ParameterSet parameters, String weightName, String biasName) {
        this(
                backend,
                parameters.value(weightName),
                parameters.value(biasName),
                parameters.gradient(weightName),
                parameters.gradient(biasName));
    }

    /** Binds these tensors. */
    public Linear(Backend backend, Tensor weight, Tensor bias, Tensor weightGradient, Tensor biasGradient) {
        this.backend = backend;
        this.weight = weight;
        this.bias = bias;
        this.weightGradient = weightGradient;
        this.biasGradient = biasGradient;
    }

    @Override
    public Tensor forward(Arena arena, Tensor x) {
        Tensor y = arena.take(rows(x), weight.shape().dimension(0));
        backend.linear(x, weight, bias, y);
        saved = Optional.of(x);
        return y;
    }

    @Override
    public Tensor backward(Arena arena, Tensor dy) {
        Tensor x = saved.orElseThrow(() -> new IllegalStateException("No forward pass before the backward pass"));
        Tensor dx = arena.take(x.shape());
        backward(x, dy, dx);
        return dx;
    }

    /** {@code y = } the result, where the caller keeps what a backward pass needs. */
    void forward(Tensor x, Tensor y) {
        backend.linear(x, weight, bias, y);
    }

    /** {@code y = residual +} the result. */
    void addTo(Tensor residual, Tensor x, Tensor y) {
        backend.linearAdd(x, weight, bias, residual, y);
    }

    /** Adds to the parameters' gradients and writes the input's. */
    void backward(Tensor x, Tensor dy, Tensor dx) {
        backend.linearBackwardParameters(dy, x, weightGradient, biasGradient);
        backend.linearBackwardInput(dy, weight, dx);
    }

    private static long rows(Tensor x) {
        return x.size() / x.shape().dimension(-1);
    }
}
