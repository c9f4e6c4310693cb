package org.clipspark.model.layer.convnext;

import java.util.Optional;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.Shape;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.layer.Initial;
import org.clipspark.model.layer.LayerNorm;
import org.clipspark.model.layer.Parameter;
import org.clipspark.model.layer.ParameterSet;

/** Patches to normalised channels: {@code [B*P, 3*patch*patch]} to {@code [B*P, D]}. */
final class PatchStem {
    private static final int COLOURS = 3;

    private final Backend backend;
    private final Parameter weight;
    private final Parameter bias;
    private final LayerNorm norm;
    private Optional<Tensor> saved = Optional.empty();

    PatchStem(Backend backend, ParameterSet parameters, String prefix, ConvNextVariant variant) {
        this.backend = backend;
        Shape matrix = Shape.of(variant.widths().get(0), patchLength());
        this.weight = parameters.parameter(prefix + ".0.weight").view(backend, 0, matrix);
        this.bias = parameters.parameter(prefix + ".0.bias");
        this.norm = new LayerNorm(backend, parameters, prefix + ".1", variant.epsilon());
    }

    private static long patchLength() {
        return (long) COLOURS * ConvNextVariant.PATCH * ConvNextVariant.PATCH;
    }

    static void declare(ParameterSet.Declarations declarations, String prefix, long width) {
        declarations
                .add(
                        prefix + ".0.weight",
                        ConvNextTrunk.WEIGHTS,
                        width,
                        COLOURS,
                        ConvNextVariant.PATCH,
                        ConvNextVariant.PATCH)
                .add(prefix + ".0.bias", Initial.ZERO, width);
        LayerNorm.declare(declarations, prefix + ".1", width);
    }

    /** {@code patches} must stay unchanged until the backward pass. */
    Tensor forward(Arena arena, Tensor patches) {
        Tensor embedded = arena.take(patches.shape().dimension(0), bias.value().size());
        backend.linear(patches, weight.value(), bias.value(), embedded);
        saved = Optional.of(patches);
        return norm.forward(arena, embedded);
    }

    /** Adds to the parameters' gradients. */
    void backward(Arena arena, Tensor dy) {
        long mark = arena.mark();
        backwardToPatches(arena, dy);
        arena.release(mark);
    }

    /** As {@link #backward(Arena, Tensor)}, and replaces {@code dx}, which may be what went forward. */
    void backward(Arena arena, Tensor dy, Tensor dx) {
        long mark = arena.mark();
        backend.linearBackwardInput(backwardToPatches(arena, dy), weight.value(), dx);
        arena.release(mark);
    }

    private Tensor backwardToPatches(Arena arena, Tensor dy) {
        Tensor patches = saved.orElseThrow(() -> new IllegalStateException("No forward pass before the backward pass"));
        Tensor dEmbedded = norm.backward(arena, dy);
        if (weight.isLearning()) {
            backend.linearBackwardWeight(dEmbedded, patches, weight.gradient());
            backend.biasBackward(dEmbedded, bias.gradient());
        }
        return dEmbedded;
    }
}
