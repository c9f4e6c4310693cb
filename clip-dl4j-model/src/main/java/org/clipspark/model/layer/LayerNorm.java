package org.clipspark.model.layer;

import java.util.Optional;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.Tensor;

/** Layer normalisation over the last dimension with gain and shift (Ba, Kiros and Hinton 2016). */
public final class LayerNorm implements Stage {
    private final Backend backend;
    private final String name;
    private final double epsilon;
    private final Tensor gain;
    private final Tensor shift;
    private final Tensor gainGradient;
    private final Tensor shiftGradient;
    private Optional<Saved> saved = Optional.empty();

    /** What the backward pass needs of the forward pass. */
    private record Saved(Tensor x, Tensor mean, Tensor variance) {}

    /** Binds the parameters {@code name.weight} and {@code name.bias}. */
    public LayerNorm(Backend backend, ParameterSet parameters, String name, double epsilon) {
        this.backend = backend;
        this.name = name;
        this.epsilon = epsilon;
        this.gain = parameters.value(name + ".weight");
        this.shift = parameters.value(name + ".bias");
        this.gainGradient = parameters.gradient(name + ".weight");
        this.shiftGradient = parameters.gradient(name + ".bias");
    }

    /** Declares the parameters of a layer normalisation of that width. */
    public static void declare(ParameterSet.Declarations declarations, String name, long width) {
        declarations.add(name + ".weight", Initial.ONE, width).add(name + ".bias", Initial.ZERO, width);
    }

    /**
     * Normalises each row.
     *
     * @param x {@code [N, D]}, must stay unchanged until the backward pass
     * @return {@code [N, D]}
     */
    @Override
    public Tensor forward(Arena arena, Tensor x) {
        long rows = x.size() / x.shape().dimension(-1);
        Tensor y = arena.take(x.shape());
        Saved state = new Saved(x, arena.takeFloats(rows), arena.takeFloats(rows));
        backend.layerNorm(x, gain, shift, epsilon, y, state.mean(), state.variance());
        saved = Optional.of(state);
        return y;
    }

    @Override
    public Tensor backward(Arena arena, Tensor dy) {
        Tensor dx = arena.take(dy.shape());
        backward(dy, dx);
        return dx;
    }

    /** Adds to the parameters' gradients and replaces {@code dx [N, D]}. */
    public void backward(Tensor dy, Tensor dx) {
        Saved state = saved.orElseThrow(() -> new IllegalStateException("No forward pass before " + name));
        backend.layerNormBackward(new Backend.LayerNormBackward(
                dy, state.x(), gain, state.mean(), state.variance(), epsilon, dx, gainGradient, shiftGradient));
    }
}
