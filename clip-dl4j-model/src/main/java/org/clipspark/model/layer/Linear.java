package org.clipspark.model.layer;

import java.util.Optional;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.Tensor;

/** {@code y = x w^T + b} with {@code weight [O, I]} and {@code bias [O]}. */
public final class Linear implements Stage {
    private final Backend backend;
    private final Parameter weight;
    private final Parameter bias;
    private Optional<Tensor> saved = Optional.empty();

    /** Binds the parameters of those names. */
    public Linear(Backend backend, ParameterSet parameters, String weightName, String biasName) {
        this(backend, parameters.parameter(weightName), parameters.parameter(biasName));
    }

    /** Binds these parameters. */
    public Linear(Backend backend, Parameter weight, Parameter bias) {
        this.backend = backend;
        this.weight = weight;
        this.bias = bias;
    }

    @Override
    public Tensor forward(Arena arena, Tensor x) {
        Tensor y = arena.take(rows(x), weight.value().shape().dimension(0));
        backend.linear(x, weight.value(), bias.value(), y);
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
        backend.linear(x, weight.value(), bias.value(), y);
    }

    /** {@code y = residual +} the result. */
    void addTo(Tensor residual, Tensor x, Tensor y) {
        backend.linearAdd(x, weight.value(), bias.value(), residual, y);
    }

    /** Adds to the parameters' gradients, if they learn, and writes the input's. */
    void backward(Tensor x, Tensor dy, Tensor dx) {
        if (weight.isLearning()) {
            backend.linearBackwardParameters(dy, x, weight.gradient(), bias.gradient());
        }
        backend.linearBackwardInput(dy, weight.value(), dx);
    }

    private static long rows(Tensor x) {
        return x.size() / x.shape().dimension(-1);
    }
}
