package org.clipspark.model.layer.convnext;

import java.util.Optional;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.layer.Parameter;
import org.clipspark.model.layer.ParameterSet;
import org.clipspark.model.layer.Stage;

/** {@code y = x w^T} with {@code weight [O, I]}. */
final class UnbiasedLinear implements Stage {
    private final Backend backend;
    private final Parameter weight;
    private Optional<Tensor> saved = Optional.empty();

    UnbiasedLinear(Backend backend, ParameterSet parameters, String name) {
        this.backend = backend;
        this.weight = parameters.parameter(name);
    }

    @Override
    public Tensor forward(Arena arena, Tensor x) {
        Tensor y = arena.take(x.shape().dimension(0), weight.value().shape().dimension(0));
        backend.linear(x, weight.value(), y);
        saved = Optional.of(x);
        return y;
    }

    @Override
    public Tensor backward(Arena arena, Tensor dy) {
        Tensor x = saved.orElseThrow(() -> new IllegalStateException("No forward pass before the backward pass"));
        if (weight.isLearning()) {
            backend.linearBackwardWeight(dy, x, weight.gradient());
        }
        Tensor dx = arena.take(x.shape());
        backend.linearBackwardInput(dy, weight.value(), dx);
        return dx;
    }
}
