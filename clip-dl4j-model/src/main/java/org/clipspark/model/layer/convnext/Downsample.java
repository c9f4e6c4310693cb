package org.clipspark.model.layer.convnext;

import java.util.Optional;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.ConvolutionShape;
import org.clipspark.model.compute.MapShape;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.layer.Initial;
import org.clipspark.model.layer.LayerNorm;
import org.clipspark.model.layer.Parameter;
import org.clipspark.model.layer.ParameterSet;

/** Normalisation and a convolution of windows of 2x2 side by side: maps half as wide and high. */
final class Downsample {
    private static final int WINDOW = 2;

    private final Backend backend;
    private final LayerNorm norm;
    private final Parameter weight;
    private final Parameter bias;
    private Optional<Saved> saved = Optional.empty();

    private record Saved(ConvolutionShape shape, Tensor normed) {}

    Downsample(Backend backend, ParameterSet parameters, String prefix, double epsilon) {
        this.backend = backend;
        this.norm = new LayerNorm(backend, parameters, prefix + ".0", epsilon);
        this.weight = parameters.parameter(prefix + ".1.weight");
        this.bias = parameters.parameter(prefix + ".1.bias");
    }

    static void declare(ParameterSet.Declarations declarations, String prefix, long inputs, long outputs) {
        LayerNorm.declare(declarations, prefix + ".0", inputs);
        declarations
                .add(prefix + ".1.weight", ConvNextTrunk.WEIGHTS, outputs, inputs, WINDOW, WINDOW)
                .add(prefix + ".1.bias", Initial.ZERO, outputs);
    }

    private ConvolutionShape shape(MapShape input) {
        return new ConvolutionShape(input, Math.toIntExact(bias.value().size()), WINDOW, WINDOW, 0);
    }

    MapShape output(MapShape input) {
        return shape(input).output();
    }

    /** {@code x} of that shape, which must stay unchanged until the backward pass, to maps of {@link #output}. */
    Tensor forward(Arena arena, MapShape input, Tensor x) {
        Saved state = new Saved(shape(input), norm.forward(arena, x));
        Tensor y = arena.take(state.shape().output().matrix());
        backend.featureMaps().convolution(state.shape(), state.normed(), weight.value(), y);
        backend.addToEachInPlace(bias.value(), y);
        saved = Optional.of(state);
        return y;
    }

    /** Adds to the parameters' gradients and replaces {@code dx}. */
    void backward(Arena arena, Tensor dy, Tensor dx) {
        Saved state = saved.orElseThrow(() -> new IllegalStateException("No forward pass before the backward pass"));
        if (weight.isLearning()) {
            backend.featureMaps().convolutionBackwardWeight(state.shape(), dy, state.normed(), weight.gradient());
            backend.biasBackward(dy, bias.gradient());
        }
        long mark = arena.mark();
        Tensor dNormed = arena.take(dx.shape());
        backend.featureMaps().convolutionBackwardInput(state.shape(), dy, weight.value(), dNormed);
        norm.backward(dNormed, dx);
        arena.release(mark);
    }
}
