package org.clipspark.model.layer.convnext;

import java.util.List;
import java.util.function.Function;
import org.clipspark.model.compute.Activation;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.MapShape;
import org.clipspark.model.compute.Shape;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.layer.LayerGradients;
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
    private static final Pass TRAINING = new Pass(Mode.TRAINING, 1, 0);

    private final LayerGradients gradients = new LayerGradients();
    private final Backend backend = gradients.backend();
    private final Arena arena = gradients.arena();

    @AfterEach
    void close() {
        gradients.close();
    }

    private static ConvNextVariant variant(ConvNextVariant.Matrices matrices) {
        return new ConvNextVariant(List.of(1, 1, 1, 1), List.of(3, 4, 5, 6), 1e-5, Activation.GELU, matrices);
    }

    @Test
    void differentiatesTheStem() {
        ParameterSet parameters = gradients.drawn(declarations -> PatchStem.declare(declarations, "stem", 3));
        PatchStem stem = new PatchStem(backend, parameters, "stem", variant(ConvNextVariant.Matrices.LINEAR));

        gradients.checkParameters(
                parameters,
                gradients.random(Shape.of(5, 48)),
                x -> stem.forward(arena, x),
                dy -> stem.backward(arena, dy));
    }

    @Test
    void differentiatesADownsample() {
        MapShape input = new MapShape(2, 4, 2, 3);
        ParameterSet parameters = gradients.drawn(declarations -> Downsample.declare(declarations, "down", 3, 4));
        Downsample downsample = new Downsample(backend, parameters, "down", 1e-5);

        gradients.check(
                parameters,
                gradients.random(input.matrix()),
                x -> downsample.forward(arena, input, x),
                (dy, dx) -> downsample.backward(arena, dy, dx));
    }

    /** Columns: shape of the matrices, probability of leaving the branch out. */
    @ParameterizedTest
    @CsvSource({"LINEAR, 0", "CONVOLUTIONAL, 0", "LINEAR, 0.5"})
    void differentiatesABlock(ConvNextVariant.Matrices matrices, double rate) {
        MapShape maps = new MapShape(3, 2, 2, 3);
        ParameterSet parameters =
                gradients.drawn(declarations -> ConvNextBlock.declare(declarations, "block", 3, matrices));
        ConvNextBlock block =
                new ConvNextBlock(backend, parameters, "block", 3, variant(matrices), new StochasticDepth(2, rate));

        Function<Tensor, Tensor> forward = x -> {
            Tensor out = arena.take(maps.matrix());
            block.forward(arena, maps, x, TRAINING, out);
            return out;
        };
        gradients.check(parameters, gradients.random(maps.matrix()), forward, (dy, dx) -> {
            block.backwardInPlace(arena, dy);
            backend.copy(dy, dx);
        });
    }

    @ParameterizedTest
    @EnumSource(HeadProjection.class)
    void differentiatesAHead(HeadProjection projection) {
        for (boolean hasBias : new boolean[] {false, true}) {
            ConvNextHead head = new ConvNextHead("visual", 4, 3, projection, hasBias);
            ParameterSet parameters = gradients.drawn(head::declare);
            Stage stage = head.bind(backend, parameters, 2, 1e-5);

            gradients.check(
                    parameters,
                    gradients.random(Shape.of(6, 4)),
                    x -> stage.forward(arena, x),
                    (dy, dx) -> backend.copy(stage.backward(arena, dy), dx));
        }
    }
}
