package org.clipspark.model.layer.convolution;

import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.MapShape;
import org.clipspark.model.compute.Shape;
import org.clipspark.model.layer.AttentionPool;
import org.clipspark.model.layer.AttentionPoolConfig;
import org.clipspark.model.layer.Initial;
import org.clipspark.model.layer.LayerGradients;
import org.clipspark.model.layer.Mode;
import org.clipspark.model.layer.ParameterSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gradients of inputs and parameters of each layer against central differences in double precision. */
class ResidualLayersGradientTest {
    private final LayerGradients gradients = new LayerGradients();
    private final Backend backend = gradients.backend();
    private final Arena arena = gradients.arena();

    @AfterEach
    void close() {
        gradients.close();
    }

    @ParameterizedTest
    @CsvSource({"LINEAR, 1", "RECTIFIED, 1", "RECTIFIED, 2"})
    void differentiatesAConvolutionUnit(BatchNorm.End end, int window) {
        MapShape input = new MapShape(2, 4, 3, 2);
        ParameterSet parameters = gradients.drawn(declarations -> {
            Convolution.declare(declarations, "conv", 2, 3, 3);
            BatchNorm.declare(declarations, "bn", 3, Initial.ONE);
        });
        ConvolutionUnit unit = new ConvolutionUnit(
                backend,
                new Convolution(backend, parameters, "conv", 2),
                new BatchNorm(backend, parameters, "bn", end),
                window);

        gradients.check(
                parameters,
                gradients.random(input.matrix()),
                x -> unit.forward(arena, input, x, Mode.TRAINING),
                (dy, dx) -> unit.backward(arena, dy, dy, dx));
    }

    /** Columns: channels of the input, channels inside, side of the windows. */
    @ParameterizedTest
    @CsvSource({"4, 1, 1", "3, 1, 1", "2, 1, 2"})
    void differentiatesABottleneck(int inputs, int planes, int window) {
        MapShape input = new MapShape(3, 2, 2, inputs);
        Bottleneck.Sizes sizes = new Bottleneck.Sizes(inputs, planes, window);
        ParameterSet parameters = gradients.drawn(declarations -> Bottleneck.declare(declarations, "block", sizes));
        Bottleneck block = new Bottleneck(backend, parameters, "block", sizes);

        gradients.check(
                parameters,
                gradients.random(input.matrix()),
                x -> block.forward(arena, input, x, Mode.TRAINING),
                (dy, dx) -> block.backward(arena, dy, dx));
    }

    @Test
    void differentiatesPoolingByAttention() {
        AttentionPoolConfig config = new AttentionPoolConfig(4, 6, 2, 3);
        ParameterSet parameters = gradients.drawn(declarations -> AttentionPool.declare(declarations, "pool", config));
        AttentionPool pool = new AttentionPool(backend, parameters, "pool", config);

        gradients.check(
                parameters,
                gradients.random(Shape.of(8, 6)),
                x -> pool.forward(arena, x),
                (dy, dx) -> pool.backward(arena, dy, dx));
    }
}
