package org.clipspark.model.layer.convolution;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.MapShape;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.layer.Initial;
import org.clipspark.model.layer.Mode;
import org.clipspark.model.layer.ParameterSet;

/** Three 3x3 convolutions, the first of stride 2, and a mean over windows of 2x2: pixels to maps a quarter as wide. */
final class Stem {
    private static final int KERNEL = 3;
    private static final int WINDOW = 2;

    private final List<ConvolutionUnit> units;
    private Optional<MapShape> saved = Optional.empty();

    Stem(Backend backend, ParameterSet parameters, String prefix) {
        this.units = List.of(
                unit(backend, parameters, prefix, 1),
                unit(backend, parameters, prefix, 2),
                unit(backend, parameters, prefix, 3));
    }

    private static ConvolutionUnit unit(Backend backend, ParameterSet parameters, String prefix, int number) {
        return new ConvolutionUnit(
                backend,
                new Convolution(backend, parameters, prefix + ".conv" + number, number == 1 ? 2 : 1),
                new BatchNorm(backend, parameters, prefix + ".bn" + number, BatchNorm.End.RECTIFIED),
                number == 3 ? WINDOW : 1);
    }

    static void declare(ParameterSet.Declarations declarations, String prefix, int inputs, int width) {
        int[] channels = {inputs, width / 2, width / 2, width};
        for (int number = 1; number < channels.length; number++) {
            String convolution = prefix + ".conv" + number;
            Convolution.declare(declarations, convolution, channels[number - 1], channels[number], KERNEL);
            BatchNorm.declare(declarations, prefix + ".bn" + number, channels[number], Initial.ONE);
        }
    }

    static List<String> names(String prefix) {
        return IntStream.rangeClosed(1, 3)
                .boxed()
                .flatMap(number -> Stream.of(prefix + ".conv" + number, prefix + ".bn" + number))
                .toList();
    }

    MapShape output(MapShape input) {
        MapShape shape = input;
        for (ConvolutionUnit unit : units) {
            shape = unit.output(shape);
        }
        return shape;
    }

    /** {@code x} of that shape to maps of {@link #output}. */
    Tensor forward(Arena arena, MapShape input, Tensor x, Mode mode) {
        MapShape shape = input;
        Tensor maps = x;
        for (ConvolutionUnit unit : units) {
            maps = unit.forward(arena, shape, maps, mode);
            shape = unit.output(shape);
        }
        saved = Optional.of(input);
        return maps;
    }

    /** Adds to the parameters' gradients; {@code dy} is overwritten. */
    void backward(Arena arena, Tensor dy) {
        long mark = arena.mark();
        units.get(0).backwardParameters(arena, backwardToFirst(arena, dy));
        arena.release(mark);
    }

    /** As {@link #backward(Arena, Tensor)}, and replaces {@code dx}, which may be what went forward. */
    void backward(Arena arena, Tensor dy, Tensor dx) {
        long mark = arena.mark();
        Tensor dFirst = backwardToFirst(arena, dy);
        units.get(0).backward(arena, dFirst, dFirst, dx);
        arena.release(mark);
    }

    private Tensor backwardToFirst(Arena arena, Tensor dy) {
        MapShape input = saved.orElseThrow(() -> new IllegalStateException("No forward pass before the backward pass"));
        MapShape first = units.get(0).output(input);
        Tensor dSecond = arena.take(units.get(1).output(first).matrix());
        units.get(2).backward(arena, dy, dy, dSecond);
        Tensor dFirst = arena.take(first.matrix());
        units.get(1).backward(arena, dSecond, dSecond, dFirst);
        return dFirst;
    }
}
