package org.clipspark.model.layer;

import java.util.Optional;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.Tensor;

/**
 * End of a residual branch: {@code x + linear(h)}, or {@code x + gamma * linear(h)} with LayerScale (Touvron et al.
 * 2021).
 */
final class BranchEnd {
    private final Backend backend;
    private final Linear linear;
    private final Optional<Scale> scale;
    private Optional<Tensor> branch = Optional.empty();

    /** LayerScale's factor per column. */
    private record Scale(Tensor gamma, Tensor gradient) {
        static Scale of(ParameterSet parameters, String name) {
            return new Scale(parameters.value(name), parameters.gradient(name));
        }
    }

    /** Binds a projection {@code name.weight}, {@code name.bias}, and the scale of that name where there is one. */
    BranchEnd(Backend backend, ParameterSet parameters, String name, Optional<String> scaleName) {
        this.backend = backend;
        this.linear = new Linear(backend, parameters, name + ".weight", name + ".bias");
        this.scale = scaleName.map(scaled -> Scale.of(parameters, scaled));
    }

    /** Takes memory for what the backward pass of the next {@link #forward} needs. */
    void prepare(Arena arena, Tensor x) {
        branch = scale.map(present -> arena.take(x.shape()));
    }

    /** Whether a backward pass needs more than {@link #forward} was given. */
    boolean isScaled() {
        return scale.isPresent();
    }

    /** {@code h [N, I]} and {@code x [N, D]} to {@code out [N, D]}. */
    void forward(Tensor h, Tensor x, Tensor out) {
        if (scale.isEmpty()) {
            linear.addTo(x, h, out);
            return;
        }
        linear.forward(h, unscaled());
        backend.variants().scaleColumns(unscaled(), scale.get().gamma(), out);
        backend.addScaledInPlace(1, x, out);
    }

    private Tensor unscaled() {
        return branch.orElseThrow(() -> new IllegalStateException("No memory was taken for a pass"));
    }

    /** Gradient {@code dh} of the branch's input {@code h}, replaced; {@code dy} is that of {@code x} as well. */
    void backward(Arena arena, Tensor h, Tensor dy, Tensor dh) {
        if (scale.isEmpty()) {
            linear.backward(h, dy, dh);
            return;
        }
        backend.variants().scaleColumnsBackward(dy, unscaled(), scale.get().gradient());
        long mark = arena.mark();
        Tensor dBranch = arena.take(dy.shape());
        backend.variants().scaleColumns(dy, scale.get().gamma(), dBranch);
        linear.backward(h, dBranch, dh);
        arena.release(mark);
    }
}
