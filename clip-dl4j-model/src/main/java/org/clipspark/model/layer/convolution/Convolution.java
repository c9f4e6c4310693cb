package org.clipspark.model.layer.convolution;

import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.ConvolutionShape;
import org.clipspark.model.compute.MapShape;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.layer.Initial;
import org.clipspark.model.layer.Parameter;
import org.clipspark.model.layer.ParameterSet;

/** Square convolution without bias, {@code name.weight [O, I, K, K]}, padded so that stride 1 keeps the size. */
final class Convolution {
    private final Backend backend;
    private final int stride;
    private final Parameter weight;

    Convolution(Backend backend, ParameterSet parameters, String name, int stride) {
        this.backend = backend;
        this.stride = stride;
        this.weight = parameters.parameter(name + ".weight");
    }

    static void declare(ParameterSet.Declarations declarations, String name, long inputs, long outputs, long kernel) {
        // PyTorch's default: uniform within one over the root of the fan-in.
        Initial initial = new Initial.Uniform(Math.pow((double) inputs * kernel * kernel, -0.5));
        declarations.add(name + ".weight", initial, outputs, inputs, kernel, kernel);
    }

    ConvolutionShape shape(MapShape input) {
        int kernel = Math.toIntExact(weight.value().shape().dimension(2));
        return new ConvolutionShape(
                input, Math.toIntExact(weight.value().shape().dimension(0)), kernel, stride, kernel / 2);
    }

    Tensor forward(Arena arena, ConvolutionShape shape, Tensor x) {
        Tensor y = arena.take(shape.output().matrix());
        backend.featureMaps().convolution(shape, x, weight.value(), y);
        return y;
    }

    /** Adds to the weights' gradient, if they learn. */
    void backwardWeight(ConvolutionShape shape, Tensor dy, Tensor x) {
        if (weight.isLearning()) {
            backend.featureMaps().convolutionBackwardWeight(shape, dy, x, weight.gradient());
        }
    }

    void backwardInput(ConvolutionShape shape, Tensor dy, Tensor dx) {
        backend.featureMaps().convolutionBackwardInput(shape, dy, weight.value(), dx);
    }
}
