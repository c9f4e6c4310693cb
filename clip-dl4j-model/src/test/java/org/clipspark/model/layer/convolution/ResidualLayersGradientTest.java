package org.clipspark.model.layer.convolution;

import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.FiniteDifference;
import org.clipspark.model.compute.MapShape;
import org.clipspark.model.compute.Shape;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.layer.AttentionPool;
import org.clipspark.model.layer.AttentionPoolConfig;
import org.clipspark.model.layer.Initial;
import org.clipspark.model.layer.Mode;
import org.clipspark.model.layer.ParameterSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gradients of inputs and parameters of each layer against central differences in double precision. */
class ResidualLayersGradientTest {
    private static final double TOLERANCE = 1e-7;

    private final Backend backend = Backend.named("nd4j", new BackendSettings(ElementType.FLOAT64, 1));
    private final Arena arena = new Arena(backend, 100_000);
    private final SplittableRandom random = new SplittableRandom(11);

    @AfterEach
    void close() {
        backend.close();
    }

    private ParameterSet drawn(Consumer<ParameterSet.Declarations> declare) {
        ParameterSet.Declarations declarations = new ParameterSet.Declarations();
        declare.accept(declarations);
        ParameterSet parameters = declarations.bind(backend);
        randomize(parameters.values());
        // Running variances are positive.
        for (var entry : parameters.layout().entries()) {
            if (entry.name().endsWith("running_var")) {
                backend.fill(parameters.value(entry.name()), 1.5);
            }
        }
        return parameters;
    }

    private Tensor random(Shape shape) {
        Tensor tensor = backend.allocate(ElementType.FLOAT64, shape);
        randomize(tensor);
        return tensor;
    }

    private void randomize(Tensor tensor) {
        double[] values = new double[(int) tensor.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian();
        }
        backend.write(tensor, 0, values, 0, values.length);
    }

    /** Checks a layer from its forward pass and its backward pass from {@code dy} to {@code dx}. */
    private void check(
            ParameterSet parameters, Tensor x, Function<Tensor, Tensor> forward, BiConsumer<Tensor, Tensor> backward) {
        long mark = arena.mark();
        Tensor dy = random(forward.apply(x).shape());
        Tensor spent = backend.allocate(ElementType.FLOAT64, dy.shape());
        backend.copy(dy, spent);
        Tensor dx = backend.allocate(ElementType.FLOAT64, x.shape());
        backward.accept(spent, dx);
        arena.release(mark);
        Supplier<Double> loss = () -> {
            double value = backend.dot(forward.apply(x), dy);
            arena.release(mark);
            return value;
        };
        FiniteDifference difference = new FiniteDifference(backend);
        difference.check(x, dx, TOLERANCE, loss::get);
        difference.check(parameters.values(), parameters.gradients(), TOLERANCE, loss::get);
    }

    @ParameterizedTest
    @CsvSource({"LINEAR, 1", "RECTIFIED, 1", "RECTIFIED, 2"})
    void differentiatesAConvolutionUnit(BatchNorm.End end, int window) {
        MapShape input = new MapShape(2, 4, 3, 2);
        ParameterSet parameters = drawn(declarations -> {
            Convolution.declare(declarations, "conv", 2, 3, 3);
            BatchNorm.declare(declarations, "bn", 3, Initial.ONE);
        });
        ConvolutionUnit unit = new ConvolutionUnit(
                backend,
                new Convolution(backend, parameters, "conv", 2),
                new BatchNorm(backend, parameters, "bn", end),
                window);

        check(
                parameters,
                random(input.matrix()),
                x -> unit.forward(arena, input, x, Mode.TRAINING),
                (dy, dx) -> unit.backward(arena, dy, dy, dx));
    }

    /** Columns: channels of the input, channels inside, side of the windows. */
    @ParameterizedTest
    @CsvSource({"4, 1, 1", "3, 1, 1", "2, 1, 2"})
    void differentiatesABottleneck(int inputs, int planes, int window) {
        MapShape input = new MapShape(3, 2, 2, inputs);
        Bottleneck.Sizes sizes = new Bottleneck.Sizes(inputs, planes, window);
        ParameterSet parameters = drawn(declarations -> Bottleneck.declare(declarations, "block", sizes));
        Bottleneck block = new Bottleneck(backend, parameters, "block", sizes);

        check(
                parameters,
                random(input.matrix()),
                x -> block.forward(arena, input, x, Mode.TRAINING),
                (dy, dx) -> block.backward(arena, dy, dx));
    }

    @Test
    void differentiatesPoolingByAttention() {
        AttentionPoolConfig config = new AttentionPoolConfig(4, 6, 2, 3);
        ParameterSet parameters = drawn(declarations -> AttentionPool.declare(declarations, "pool", config));
        AttentionPool pool = new AttentionPool(backend, parameters, "pool", config);

        check(
                parameters,
                random(Shape.of(8, 6)),
                x -> pool.forward(arena, x),
                (dy, dx) -> pool.backward(arena, dy, dx));
    }
}
