package org.clipspark.model.layer.convolution;

import java.util.Optional;
import org.clipspark.model.compute.Activation;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.ConvolutionShape;
import org.clipspark.model.compute.MapShape;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.layer.Mode;

/** Convolution and batch normalisation, with a rectifier behind them or without. */
final class ConvolutionUnit {
    private final Backend backend;
    private final Convolution convolution;
    private final BatchNorm norm;
    private final End end;
    private Optional<Saved> saved = Optional.empty();

    /** What follows the normalisation. */
    enum End {
        RECTIFIED,
        LINEAR
    }

    private record Saved(ConvolutionShape shape, Tensor x, Tensor y) {}

    ConvolutionUnit(Backend backend, Convolution convolution, BatchNorm norm, End end) {
        this.backend = backend;
        this.convolution = convolution;
        this.norm = norm;
        this.end = end;
    }

    MapShape output(MapShape input) {
        return convolution.shape(input).output();
    }

    /** {@code x} of that shape to maps of {@link #output}; both must stay unchanged until the backward pass. */
    Tensor forward(Arena arena, MapShape input, Tensor x, Mode mode) {
        ConvolutionShape shape = convolution.shape(input);
        Tensor convolved = convolution.forward(arena, shape, x);
        Tensor y = norm.forward(arena, convolved, mode);
        if (end == End.RECTIFIED) {
            backend.activation(Activation.RELU, y, y);
        }
        saved = Optional.of(new Saved(shape, x, y));
        return y;
    }

    /** Adds to the parameters' gradients and replaces {@code dx}; {@code dy} is left as it is. */
    void backward(Arena arena, Tensor dy, Tensor dx) {
        Saved state = state();
        long mark = arena.mark();
        Tensor dConvolved = throughNorm(arena, state, dy);
        convolution.backwardInput(state.shape(), dConvolved, dx);
        arena.release(mark);
    }

    /** As {@link #backward}, where nobody asks for the gradient of the input. */
    void backwardParameters(Arena arena, Tensor dy) {
        long mark = arena.mark();
        throughNorm(arena, state(), dy);
        arena.release(mark);
    }

    private Saved state() {
        return saved.orElseThrow(() -> new IllegalStateException("No forward pass before the backward pass"));
    }

    private Tensor throughNorm(Arena arena, Saved state, Tensor dy) {
        Tensor dConvolved = arena.take(state.y().shape());
        if (end == End.RECTIFIED) {
            // The sign of the rectified output is that of its input wherever the slope is not 0.
            backend.activationBackward(Activation.RELU, state.y(), dy, dConvolved);
            norm.backward(dConvolved, dConvolved);
        } else {
            norm.backward(dy, dConvolved);
        }
        convolution.backwardWeight(state.shape(), dConvolved, state.x());
        return dConvolved;
    }
}
