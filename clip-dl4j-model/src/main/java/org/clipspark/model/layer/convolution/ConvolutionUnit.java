package org.clipspark.model.layer.convolution;

import java.util.Optional;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.ConvolutionShape;
import org.clipspark.model.compute.MapShape;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.layer.Mode;

/**
 * Convolution and batch normalisation, whose outputs are rectified or not, and means of windows behind them. Maps that
 * are averaged are not kept.
 */
final class ConvolutionUnit {
    private final Backend backend;
    private final Convolution convolution;
    private final BatchNorm norm;
    private final int window;
    private Optional<Saved> saved = Optional.empty();

    private record Saved(ConvolutionShape shape, Tensor x) {}

    /**
     * A unit.
     *
     * @param window side of the windows that are averaged, 1 for none
     */
    ConvolutionUnit(Backend backend, Convolution convolution, BatchNorm norm, int window) {
        this.backend = backend;
        this.convolution = convolution;
        this.norm = norm;
        this.window = window;
    }

    MapShape output(MapShape input) {
        return convolution.shape(input).output().pooled(window);
    }

    /** {@code x} of that shape to maps of {@link #output}; it must stay unchanged until the backward pass. */
    Tensor forward(Arena arena, MapShape input, Tensor x, Mode mode) {
        ConvolutionShape shape = convolution.shape(input);
        Tensor convolved = convolution.forward(arena, shape, x);
        BatchNorm.Room room = norm.room(arena, convolved);
        Tensor y = arena.take(output(input).matrix());
        if (window == 1) {
            norm.forward(room, convolved, y, mode);
        } else {
            long mark = arena.mark();
            Tensor wide = arena.take(convolved.shape());
            norm.forward(room, convolved, wide, mode);
            backend.featureMaps().averagePool(shape.output(), window, wide, y);
            arena.release(mark);
        }
        saved = Optional.of(new Saved(shape, x));
        return y;
    }

    /**
     * Adds to the parameters' gradients and replaces {@code dx}, which may be what went forward.
     *
     * @param room for the gradient of the convolution's output, if nothing is averaged: as large as {@code dy}, and may
     *     be {@code dy}; overwritten
     */
    void backward(Arena arena, Tensor dy, Tensor room, Tensor dx) {
        long mark = arena.mark();
        Tensor dConvolved = throughNorm(arena, dy, room);
        convolution.backwardInput(state().shape(), dConvolved, dx);
        arena.release(mark);
    }

    /** As {@link #backward}, where nobody asks for the gradient of the input; {@code dy} is overwritten. */
    void backwardParameters(Arena arena, Tensor dy) {
        long mark = arena.mark();
        throughNorm(arena, dy, dy);
        arena.release(mark);
    }

    private Saved state() {
        return saved.orElseThrow(() -> new IllegalStateException("No forward pass before the backward pass"));
    }

    private Tensor throughNorm(Arena arena, Tensor dy, Tensor room) {
        Saved state = state();
        Tensor dConvolved = room;
        if (window == 1) {
            norm.backward(dy, dConvolved);
        } else {
            MapShape wide = state.shape().output();
            dConvolved = arena.take(wide.matrix());
            backend.featureMaps().averagePoolBackward(wide, window, dy, dConvolved);
            norm.backward(dConvolved, dConvolved);
        }
        convolution.backwardWeight(state.shape(), dConvolved, state.x());
        return dConvolved;
    }
}
