package org.clipspark.model.layer.convolution;

import java.util.Optional;
import org.clipspark.model.compute.Activation;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.MapShape;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.layer.Initial;
import org.clipspark.model.layer.Mode;
import org.clipspark.model.layer.ParameterSet;

/**
 * Residual block of CLIP's ResNet: 1x1, 3x3 and 1x1 convolutions of stride 1 beside a shortcut. Where the block makes the
 * maps smaller, a mean over windows does it, in both branches, so that no position is skipped.
 */
final class Bottleneck {
    /** Channels of the result per channel inside. */
    static final int EXPANSION = 4;

    private final Backend backend;
    private final int window;
    private final ConvolutionUnit reduce;
    private final ConvolutionUnit spread;
    private final ConvolutionUnit expand;
    private final Optional<ConvolutionUnit> shortcut;
    private Optional<Saved> saved = Optional.empty();

    /** Tensors of the forward pass: the maps inside, and the result. */
    private record Saved(MapShape input, MapShape inner, Tensor out) {}

    /**
     * Sizes of a block.
     *
     * @param inputs channels of the input
     * @param planes channels inside
     * @param window side of the windows that are averaged, 1 for none
     */
    record Sizes(int inputs, int planes, int window) {
        int outputs() {
            return planes * EXPANSION;
        }

        boolean changesShape() {
            return window > 1 || inputs != outputs();
        }
    }

    Bottleneck(Backend backend, ParameterSet parameters, String name, Sizes sizes) {
        this.backend = backend;
        this.window = sizes.window();
        Units units = new Units(backend, parameters, name);
        this.reduce = units.of(".conv1", ".bn1", BatchNorm.End.RECTIFIED, 1);
        this.spread = units.of(".conv2", ".bn2", BatchNorm.End.RECTIFIED, window);
        this.expand = units.of(".conv3", ".bn3", BatchNorm.End.LINEAR, 1);
        this.shortcut = sizes.changesShape()
                ? Optional.of(units.of(".downsample.0", ".downsample.1", BatchNorm.End.LINEAR, 1))
                : Optional.empty();
    }

    private record Units(Backend backend, ParameterSet parameters, String name) {
        ConvolutionUnit of(String convolution, String norm, BatchNorm.End end, int window) {
            return new ConvolutionUnit(
                    backend,
                    new Convolution(backend, parameters, name + convolution, 1),
                    new BatchNorm(backend, parameters, name + norm, end),
                    window);
        }
    }

    static void declare(ParameterSet.Declarations declarations, String name, Sizes sizes) {
        int planes = sizes.planes();
        Convolution.declare(declarations, name + ".conv1", sizes.inputs(), planes, 1);
        BatchNorm.declare(declarations, name + ".bn1", planes, Initial.ONE);
        Convolution.declare(declarations, name + ".conv2", planes, planes, 3);
        BatchNorm.declare(declarations, name + ".bn2", planes, Initial.ONE);
        Convolution.declare(declarations, name + ".conv3", planes, sizes.outputs(), 1);
        // A gain of 0 makes every block start as its shortcut.
        BatchNorm.declare(declarations, name + ".bn3", sizes.outputs(), Initial.ZERO);
        if (sizes.changesShape()) {
            Convolution.declare(declarations, name + ".downsample.0", sizes.inputs(), sizes.outputs(), 1);
            BatchNorm.declare(declarations, name + ".downsample.1", sizes.outputs(), Initial.ONE);
        }
    }

    MapShape output(MapShape input) {
        return expand.output(spread.output(reduce.output(input)));
    }

    /** Whether {@link #backward} may write the gradient of the input over that of the output. */
    boolean keepsShape() {
        return shortcut.isEmpty();
    }

    /** {@code x} of that shape to maps of {@link #output}. */
    Tensor forward(Arena arena, MapShape input, Tensor x, Mode mode) {
        MapShape inner = reduce.output(input);
        Tensor reduced = reduce.forward(arena, input, x, mode);
        Tensor averaged = spread.forward(arena, inner, reduced, mode);
        Tensor out = expand.forward(arena, spread.output(inner), averaged, mode);
        Tensor beside = x;
        if (shortcut.isPresent()) {
            beside = shortcut.orElseThrow().forward(arena, input.pooled(window), pool(arena, input, x), mode);
        }
        backend.featureMaps().addRectified(beside, out);
        saved = Optional.of(new Saved(input, inner, out));
        return out;
    }

    private Tensor pool(Arena arena, MapShape input, Tensor x) {
        if (window == 1) {
            return x;
        }
        Tensor y = arena.take(input.pooled(window).matrix());
        backend.featureMaps().averagePool(input, window, x, y);
        return y;
    }

    /** Adds to the parameters' gradients and replaces {@code dx}; {@code dy} is overwritten and may be {@code dx}. */
    void backward(Arena arena, Tensor dy, Tensor dx) {
        Saved state = saved.orElseThrow(() -> new IllegalStateException("No forward pass before the backward pass"));
        long mark = arena.mark();
        Tensor dSum = arena.take(dy.shape());
        backend.activationBackward(Activation.RELU, state.out(), dy, dSum);
        Tensor dAveraged = arena.take(spread.output(state.inner()).matrix());
        // The sum's gradient goes two ways, so it is kept; what it came from is not.
        expand.backward(arena, dSum, dy, dAveraged);
        Tensor dReduced = arena.take(state.inner().matrix());
        spread.backward(arena, dAveraged, dAveraged, dReduced);
        reduce.backward(arena, dReduced, dReduced, dx);
        Tensor dBeside = dSum;
        if (shortcut.isPresent()) {
            Tensor dPooled = arena.take(state.input().pooled(window).matrix());
            shortcut.orElseThrow().backward(arena, dSum, dSum, dPooled);
            dBeside = unpool(arena, state.input(), dPooled);
        }
        backend.addScaledInPlace(1, dBeside, dx);
        arena.release(mark);
    }

    private Tensor unpool(Arena arena, MapShape input, Tensor dy) {
        if (window == 1) {
            return dy;
        }
        Tensor dx = arena.take(input.matrix());
        backend.featureMaps().averagePoolBackward(input, window, dy, dx);
        return dx;
    }
}
