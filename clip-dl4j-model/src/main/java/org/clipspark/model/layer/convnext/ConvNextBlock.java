package org.clipspark.model.layer.convnext;

import java.util.Optional;
import org.clipspark.model.compute.Activation;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.DepthwiseShape;
import org.clipspark.model.compute.MapShape;
import org.clipspark.model.compute.Shape;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.layer.Initial;
import org.clipspark.model.layer.LayerNorm;
import org.clipspark.model.layer.Linear;
import org.clipspark.model.layer.Parameter;
import org.clipspark.model.layer.ParameterSet;

/** {@code x + gamma * mlp(norm(depthwise 7x7(x)))} under timm's names below a prefix. */
final class ConvNextBlock {
    private static final int KERNEL = 7;
    private static final int EXPANSION = 4;
    private static final Initial FACTORS = new Initial.Constant(1e-6);

    private final Backend backend;
    private final Activation activation;
    private final StochasticDepth depth;
    private final Parameter kernels;
    private final Parameter bias;
    private final LayerNorm norm;
    private final Linear expand;
    private final ScaledBranch contract;
    private Optional<Saved> saved = Optional.empty();

    private record Saved(DepthwiseShape shape, StochasticDepth.Choice choice, Tensor x, Tensor hidden) {}

    ConvNextBlock(
            Backend backend,
            ParameterSet parameters,
            String prefix,
            int width,
            ConvNextVariant variant,
            StochasticDepth depth) {
        this.backend = backend;
        this.activation = variant.activation();
        this.depth = depth;
        this.kernels = parameters.parameter(prefix + ".conv_dw.weight");
        this.bias = parameters.parameter(prefix + ".conv_dw.bias");
        this.norm = new LayerNorm(backend, parameters, prefix + ".norm", variant.epsilon());
        Shape matrix = Shape.of((long) EXPANSION * width, width);
        this.expand = new Linear(
                backend,
                parameters.parameter(prefix + ".mlp.fc1.weight").view(backend, 0, matrix),
                parameters.parameter(prefix + ".mlp.fc1.bias"));
        Shape back = Shape.of(width, (long) EXPANSION * width);
        this.contract = new ScaledBranch(backend, parameters, prefix + ".mlp.fc2", prefix + ".gamma", back);
    }

    static void declare(
            ParameterSet.Declarations declarations, String prefix, long width, ConvNextVariant.Matrices matrices) {
        long hidden = EXPANSION * width;
        declarations
                .add(prefix + ".gamma", FACTORS, width)
                .add(prefix + ".conv_dw.weight", ConvNextTrunk.WEIGHTS, width, 1, KERNEL, KERNEL)
                .add(prefix + ".conv_dw.bias", Initial.ZERO, width);
        LayerNorm.declare(declarations, prefix + ".norm", width);
        declarations
                .add(prefix + ".mlp.fc1.weight", ConvNextTrunk.WEIGHTS, shape(matrices, hidden, width))
                .add(prefix + ".mlp.fc1.bias", Initial.ZERO, hidden)
                .add(prefix + ".mlp.fc2.weight", ConvNextTrunk.WEIGHTS, shape(matrices, width, hidden))
                .add(prefix + ".mlp.fc2.bias", Initial.ZERO, width);
    }

    private static long[] shape(ConvNextVariant.Matrices matrices, long outputs, long inputs) {
        return switch (matrices) {
            case LINEAR -> new long[] {outputs, inputs};
            case CONVOLUTIONAL -> new long[] {outputs, inputs, 1, 1};
        };
    }

    /** {@code x} of that shape, which must stay unchanged until the backward pass, to {@code out} of the same shape. */
    void forward(Arena arena, MapShape maps, Tensor x, Pass pass, Tensor out) {
        Saved state = toHidden(arena, maps, x, pass);
        // The activations are a third of a block's memory and one cheap pass to have again: they are not kept.
        long mark = arena.mark();
        contract.forward(arena, activated(arena, state.hidden()), x, state.choice(), maps.batch(), out);
        arena.release(mark);
    }

    /** Computes again what the backward pass needs of {@link #forward}. */
    void recall(Arena arena, MapShape maps, Tensor x, Pass pass) {
        toHidden(arena, maps, x, pass);
    }

    private Saved toHidden(Arena arena, MapShape maps, Tensor x, Pass pass) {
        DepthwiseShape shape = new DepthwiseShape(maps, KERNEL);
        StochasticDepth.Choice choice = depth.choose(pass, maps.batch());
        Tensor convolved = arena.take(x.shape());
        backend.featureMaps().depthwise(shape, x, kernels.value(), bias.value(), convolved);
        Tensor hidden = expand.forward(arena, norm.forward(arena, convolved));
        Saved state = new Saved(shape, choice, x, hidden);
        saved = Optional.of(state);
        return state;
    }

    private Tensor activated(Arena arena, Tensor hidden) {
        Tensor activated = arena.take(hidden.shape());
        backend.activation(activation, hidden, activated);
        return activated;
    }

    /** Turns {@code dx}, the gradient of the output, into that of the input; adds to the parameters' gradients. */
    void backwardInPlace(Arena arena, Tensor dx) {
        Saved state = saved.orElseThrow(() -> new IllegalStateException("No forward pass before the backward pass"));
        long mark = arena.mark();
        Tensor dConvolved = arena.take(dx.shape());
        mlpBackward(arena, state, dx, dConvolved);
        if (kernels.isLearning()) {
            backend.featureMaps().depthwiseBackwardWeight(state.shape(), dConvolved, state.x(), kernels.gradient());
            backend.biasBackward(dConvolved, bias.gradient());
        }
        Tensor dBranch = arena.take(dx.shape());
        backend.featureMaps().depthwiseBackwardInput(state.shape(), dConvolved, kernels.value(), dBranch);
        backend.addScaledInPlace(1, dBranch, dx);
        arena.release(mark);
    }

    private void mlpBackward(Arena arena, Saved state, Tensor dy, Tensor dConvolved) {
        long mark = arena.mark();
        Tensor dHidden = arena.take(state.hidden().shape());
        long markActivated = arena.mark();
        Tensor activated = activated(arena, state.hidden());
        contract.backward(
                arena, activated, dy, state.choice(), state.shape().maps().batch(), dHidden);
        arena.release(markActivated);
        backend.activationBackward(activation, state.hidden(), dHidden, dHidden);
        norm.backward(expand.backward(arena, dHidden), dConvolved);
        arena.release(mark);
    }
}
