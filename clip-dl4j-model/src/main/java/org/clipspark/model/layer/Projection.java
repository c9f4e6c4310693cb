package org.clipspark.model.layer;

import java.util.Optional;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.compute.Transpose;

/** {@code y = x p}: a matrix {@code [I, O]} without bias, as open_clip ends its towers. */
public final class Projection implements Stage {
    private final Backend backend;
    private final Parameter matrix;
    private Optional<Tensor> saved = Optional.empty();

    /** Binds the parameter of that name. */
    public Projection(Backend backend, ParameterSet parameters, String name) {
        this.backend = backend;
        this.matrix = parameters.parameter(name);
    }

    @Override
    public Tensor forward(Arena arena, Tensor x) {
        Tensor y = arena.take(x.shape().dimension(0), matrix.value().shape().dimension(1));
        backend.matmul(Transpose.NO, x, Transpose.NO, matrix.value(), 1, 0, y);
        saved = Optional.of(x);
        return y;
    }

    @Override
    public Tensor backward(Arena arena, Tensor dy) {
        Tensor x = saved.orElseThrow(() -> new IllegalStateException("No forward pass before the backward pass"));
        if (matrix.isLearning()) {
            backend.matmul(Transpose.YES, x, Transpose.NO, dy, 1, 1, matrix.gradient());
        }
        Tensor dx = arena.take(x.shape());
        backend.matmul(Transpose.NO, dy, Transpose.YES, matrix.value(), 1, 0, dx);
        return dx;
    }
}
