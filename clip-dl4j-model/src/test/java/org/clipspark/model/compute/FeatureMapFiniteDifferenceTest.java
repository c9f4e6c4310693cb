package org.clipspark.model.compute;

import java.util.function.DoubleSupplier;
import org.clipspark.model.compute.FeatureMapOperations.BatchNorm;
import org.clipspark.model.compute.FeatureMapOperations.BatchNormBackward;
import org.clipspark.model.compute.FeatureMapOperations.Statistics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Backward operations on feature maps against central differences of their forward operations. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FeatureMapFiniteDifferenceTest {
    private static final double TOLERANCE = 1e-8;

    private final Backend backend = Backend.named("nd4j", new BackendSettings(ElementType.FLOAT64, 1));
    private final FeatureMapOperations maps = backend.featureMaps();
    private final ComputeFixture fixture = new ComputeFixture(backend, TOLERANCE, 7);

    @AfterAll
    void close() {
        backend.close();
    }

    private void check(Tensor x, Tensor analytic, Runnable forward, Tensor output, Tensor dOutput) {
        DoubleSupplier loss = () -> {
            forward.run();
            return backend.dot(output, dOutput);
        };
        new FiniteDifference(backend).check(x, analytic, TOLERANCE, loss);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 0", "3, 1, 1", "3, 2, 1"})
    void differentiatesAConvolution(int kernel, int stride, int padding) {
        ConvolutionShape shape = new ConvolutionShape(new MapShape(2, 4, 5, 3), 2, kernel, stride, padding);
        Tensor x = fixture.random(shape.input().matrix().toArray());
        Tensor w = fixture.random(shape.weights().toArray());
        Tensor dy = fixture.random(shape.output().matrix().toArray());
        Tensor y = backend.allocate(shape.output().matrix().toArray());
        Tensor dx = fixture.poisoned(shape.input().matrix().toArray());
        Tensor dw = backend.allocate(shape.weights().toArray());
        Runnable forward = () -> maps.convolution(shape, x, w, y);

        maps.convolutionBackwardInput(shape, dy, w, dx);
        maps.convolutionBackwardWeight(shape, dy, x, dw);

        check(x, dx, forward, y, dy);
        check(w, dw, forward, y, dy);
    }

    @Test
    void differentiatesADepthwiseConvolution() {
        DepthwiseShape shape = new DepthwiseShape(new MapShape(2, 3, 4, 2), 7);
        Tensor x = fixture.random(shape.maps().matrix().toArray());
        Tensor w = fixture.random(shape.weights().toArray());
        Tensor bias = fixture.random(2);
        Tensor dy = fixture.random(shape.maps().matrix().toArray());
        Tensor y = backend.allocate(shape.maps().matrix().toArray());
        Tensor dx = fixture.poisoned(shape.maps().matrix().toArray());
        Tensor dw = backend.allocate(shape.weights().toArray());
        Runnable forward = () -> maps.depthwise(shape, x, w, bias, y);

        maps.depthwiseBackwardInput(shape, dy, w, dx);
        maps.depthwiseBackwardWeight(shape, dy, x, dw);

        check(x, dx, forward, y, dy);
        check(w, dw, forward, y, dy);
    }

    @ParameterizedTest
    @EnumSource(Statistics.class)
    void differentiatesBatchNormalization(Statistics statistics) {
        Tensor x = fixture.random(7, 3);
        Tensor gamma = fixture.random(3);
        Tensor beta = fixture.random(3);
        Tensor dy = fixture.random(7, 3);
        Tensor y = backend.allocate(7, 3);
        Tensor mean = fixture.random(3);
        Tensor variance = fixture.of(new double[] {0.5, 1, 2}, 3);
        Tensor dx = fixture.poisoned(7, 3);
        Tensor dgamma = backend.allocate(3);
        Tensor dbeta = backend.allocate(3);
        BatchNorm arguments = new BatchNorm(statistics, x, gamma, beta, 1e-5, y, mean, variance);
        Runnable forward = () -> maps.batchNorm(arguments);

        forward.run();
        maps.batchNormBackward(new BatchNormBackward(arguments, dy, dx, dgamma, dbeta));

        check(x, dx, forward, y, dy);
        check(gamma, dgamma, forward, y, dy);
        check(beta, dbeta, forward, y, dy);
    }

    @Test
    void differentiatesMeansOfWindows() {
        MapShape input = new MapShape(2, 4, 6, 3);
        Tensor x = fixture.random(input.matrix().toArray());
        Tensor dy = fixture.random(input.pooled(2).matrix().toArray());
        Tensor y = backend.allocate(input.pooled(2).matrix().toArray());
        Tensor dx = fixture.poisoned(input.matrix().toArray());

        maps.averagePoolBackward(input, 2, dy, dx);

        check(x, dx, () -> maps.averagePool(input, 2, x, y), y, dy);
    }

    @Test
    void differentiatesPrependedMeans() {
        Tensor x = fixture.random(8, 3);
        Tensor dy = fixture.random(10, 3);
        Tensor y = backend.allocate(10, 3);
        Tensor dx = fixture.poisoned(8, 3);

        maps.prependMeanBackward(5, dy, dx);

        check(x, dx, () -> maps.prependMean(5, x, y), y, dy);
    }
}
