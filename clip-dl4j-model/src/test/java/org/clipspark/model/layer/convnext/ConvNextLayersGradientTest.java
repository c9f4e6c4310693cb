package org.clipspark.model.layer.convnext;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.clipspark.model.compute.Activation;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.FiniteDifference;
import org.clipspark.model.compute.MapShape;
import org.clipspark.model.compute.Shape;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.layer.Mode;
import org.clipspark.model.layer.ParameterSet;
import org.clipspark.model.layer.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Gradients of inputs and parameters of each layer against central differences in double precision. */
class ConvNextLayersGradientTest {
    private static final double TOLERANCE = 1e-7;
    private static final Pass TRAINING = new Pass(Mode.TRAINING, 1, 0);

    private final Backend backend = Backend.named("nd4j", new BackendSettings(ElementType.FLOAT64, 1));
    private final Arena arena = new Arena(backend, 100_000);
    private final SplittableRandom random = new SplittableRandom(11);

    @AfterEach
    void close() {
        backend.close();
    }

    private static ConvNextVariant variant(ConvNextVariant.Matrices matrices) {
        return new ConvNextVariant(List.of(1, 1, 1, 1), List.of(3, 4, 5, 6), 1e-5, Activation.GELU, matrices);
    }

    private ParameterSet drawn(Consumer<ParameterSet.Declarations> declare) {
        ParameterSet.Declarations declarations = new ParameterSet.Declarations();
        declare.accept(declarations);
        ParameterSet parameters = declarations.bind(backend);
        randomize(parameters.values());
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

    /** Checks a layer from its forward pass and its backward pass, which gives the gradient of the input. */
    private void check(
            ParameterSet parameters, Tensor x, Function<Tensor, Tensor> forward, Function<Tensor, Tensor> backward) {
        Tensor dx = backend.allocate(ElementType.FLOAT64, x.shape());
        Supplier<Double> loss = checkParameters(parameters, x, forward, dy -> backend.copy(backward.apply(dy), dx));
        new FiniteDifference(backend).check(x, dx, TOLERANCE, loss::get);
    }

    private Supplier<Double> checkParameters(
            ParameterSet parameters, Tensor x, Function<Tensor, Tensor> forward, Consumer<Tensor> backward) {
        long mark = arena.mark();
        Tensor dy = random(forward.apply(x).shape());
        Tensor spent = backend.allocate(ElementType.FLOAT64, dy.shape());
        backend.copy(dy, spent);
        backward.accept(spent);
        arena.release(mark);
        Supplier<Double> loss = () -> {
            double value = backend.dot(forward.apply(x), dy);
            arena.release(mark);
            return value;
        };
        new FiniteDifference(backend).check(parameters.values(), parameters.gradients(), TOLERANCE, loss::get);
        return loss;
    }

    @Test
    void differentiatesTheStem() {
        ParameterSet parameters = drawn(declarations -> PatchStem.declare(declarations, "stem", 3));
        PatchStem stem = new PatchStem(backend, parameters, "stem", variant(ConvNextVariant.Matrices.LINEAR));

        checkParameters(
                parameters, random(Shape.of(5, 48)), x -> stem.forward(arena, x), dy -> stem.backward(arena, dy));
    }

    @Test
    void differentiatesADownsample() {
        MapShape input = new MapShape(2, 4, 2, 3);
        ParameterSet parameters = drawn(declarations -> Downsample.declare(declarations, "down", 3, 4));
        Downsample downsample = new Downsample(backend, parameters, "down", 1e-5);

        check(parameters, random(input.matrix()), x -> downsample.forward(arena, input, x), dy -> {
            Tensor dx = arena.take(input.matrix());
            downsample.backward(arena, dy, dx);
            return dx;
        });
    }

    /** Columns: shape of the matrices, probability of leaving the branch out. */
    @ParameterizedTest
    @CsvSource({"LINEAR, 0", "CONVOLUTIONAL, 0", "LINEAR, 0.5"})
    void differentiatesABlock(ConvNextVariant.Matrices matrices, double rate) {
        MapShape maps = new MapShape(3, 2, 2, 3);
        ParameterSet parameters = drawn(declarations -> ConvNextBlock.declare(declarations, "block", 3, matrices));
        ConvNextBlock block =
                new ConvNextBlock(backend, parameters, "block", 3, variant(matrices), new StochasticDepth(2, rate));

        Function<Tensor, Tensor> forward = x -> {
            Tensor out = arena.take(maps.matrix());
            block.forward(arena, maps, x, TRAINING, out);
            return out;
        };
        check(parameters, random(maps.matrix()), forward, dy -> {
            block.backwardInPlace(arena, dy);
            return dy;
        });
    }

    @ParameterizedTest
    @EnumSource(HeadProjection.class)
    void differentiatesAHead(HeadProjection projection) {
        for (boolean hasBias : new boolean[] {false, true}) {
            ConvNextHead head = new ConvNextHead("visual", 4, 3, projection, hasBias);
            ParameterSet parameters = drawn(head::declare);
            Stage stage = head.bind(backend, parameters, 2, 1e-5);

            check(parameters, random(Shape.of(6, 4)), x -> stage.forward(arena, x), dy -> stage.backward(arena, dy));
        }
    }
}
