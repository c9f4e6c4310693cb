package org.clipspark.model.layer.convnext;

import java.util.Optional;
import org.clipspark.model.compute.Activation;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.layer.Stage;

/** An activation between two stages. */
final class ActivationStage implements Stage {
    private final Backend backend;
    private final Activation activation;
    private Optional<Tensor> saved = Optional.empty();

    ActivationStage(Backend backend, Activation activation) {
        this.backend = backend;
        this.activation = activation;
    }

    @Override
    public Tensor forward(Arena arena, Tensor x) {
        Tensor y = arena.take(x.shape());
        backend.activation(activation, x, y);
        saved = Optional.of(x);
        return y;
    }

    @Override
    public Tensor backward(Arena arena, Tensor dy) {
        Tensor x = saved.orElseThrow(() -> new IllegalStateException("No forward pass before the backward pass"));
        Tensor dx = arena.take(x.shape());
        backend.activationBackward(activation, x, dy, dx);
        return dx;
    }
}
