package org.clipspark.model.compute;

import org.clipspark.model.compute.FeatureMapOperations.BatchNorm;
import org.clipspark.model.compute.FeatureMapOperations.BatchNormBackward;
import org.clipspark.model.compute.FeatureMapOperations.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Convolution, batch normalisation and pooling of maps held as rows of channels. */
interface FeatureMapsContract extends BackendContract {
    private FeatureMapOperations maps() {
        return fixture().backend().featureMaps();
    }

    private void convolves(ConvolutionShape shape) {
        Tensor x = fixture().random(shape.input().matrix().toArray());
        Tensor w = fixture().random(shape.weights().toArray());
        Tensor dy = fixture().random(shape.output().matrix().toArray());
        Tensor y = fixture().poisoned(shape.output().matrix().toArray());
        Tensor dx = fixture().poisoned(shape.input().matrix().toArray());
        Tensor dw = fixture().random(shape.weights().toArray());
        double[] start = fixture().values(dw);

        maps().convolution(shape, x, w, y);
        maps().convolutionBackwardInput(shape, dy, w, dx);
        maps().convolutionBackwardWeight(shape, dy, x, dw);

        double[] input = fixture().values(x);
        double[] weights = fixture().values(w);
        double[] gradient = fixture().values(dy);
        fixture().assertClose(y, ReferenceFeatureMaps.convolution(shape, input, weights));
        fixture().assertClose(dx, ReferenceFeatureMaps.convolutionBackwardInput(shape, gradient, weights));
        double[] added = ReferenceFeatureMaps.convolutionBackwardWeight(shape, gradient, input);
        fixture().assertClose(dw, ReferenceOps.plus(start, 1, added));
    }

    /** Columns: batch, height, width, inputs, outputs, kernel, stride, padding. */
    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 1, 1, 1, 1, 0",
        "2, 8, 8, 3, 4, 3, 2, 1",
        "1, 5, 7, 3, 16, 3, 1, 1",
        "3, 4, 4, 16, 32, 3, 1, 1",
        "2, 6, 3, 32, 8, 1, 1, 0",
        "2, 7, 5, 20, 10, 3, 2, 1",
        "1, 9, 9, 5, 6, 5, 2, 2"
    })
    default void convolvesMaps(
            int batch, int height, int width, int inputs, int outputs, int kernel, int stride, int padding) {
        convolves(new ConvolutionShape(new MapShape(batch, height, width, inputs), outputs, kernel, stride, padding));
    }

    @Test
    default void convolvesMapsOfRandomShapes() {
        for (int round = 0; round < 8; round++) {
            int kernel = 2 * fixture().randomSize(2) - 1;
            MapShape input = new MapShape(
                    fixture().randomSize(3),
                    kernel + fixture().randomSize(6),
                    kernel + fixture().randomSize(6),
                    fixture().randomSize(24));
            convolves(new ConvolutionShape(
                    input,
                    fixture().randomSize(24),
                    kernel,
                    fixture().randomSize(2),
                    fixture().randomSize(kernel) - 1));
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "3, 5", "17, 16", "50, 3", "128, 64", "9, 40"})
    default void normalizesChannelsByTheBatch(int n, int channels) {
        Tensor x = fixture().random(n, channels);
        Tensor gamma = fixture().random(channels);
        Tensor beta = fixture().random(channels);
        Tensor y = fixture().poisoned(n, channels);
        Tensor mean = fixture().poisoned(channels);
        Tensor variance = fixture().poisoned(channels);

        maps().batchNorm(new BatchNorm(Statistics.OF_BATCH, x, gamma, beta, 1e-5, y, mean, variance));

        double[] byChannel = ReferenceOps.transpose(fixture().values(x), n, channels);
        fixture().assertClose(mean, ReferenceOps.mean(byChannel, n));
        fixture().assertClose(variance, ReferenceOps.variance(byChannel, n));
        fixture().assertClose(y, expected(x, gamma, beta, byChannel, n));
    }

    private double[] expected(Tensor x, Tensor gamma, Tensor beta, double[] byChannel, int n) {
        return ReferenceFeatureMaps.batchNorm(
                fixture().values(x),
                ReferenceOps.mean(byChannel, n),
                ReferenceOps.variance(byChannel, n),
                fixture().values(gamma),
                fixture().values(beta),
                1e-5);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 5", "17, 16", "50, 3"})
    default void normalizesChannelsByGivenStatistics(int n, int channels) {
        Tensor x = fixture().random(n, channels);
        Tensor gamma = fixture().random(channels);
        Tensor beta = fixture().random(channels);
        Tensor mean = fixture().random(channels);
        Tensor variance = fixture().random(channels);
        fixture().backend().activation(Activation.RELU, variance, variance);
        Tensor y = fixture().poisoned(n, channels);
        Tensor dy = fixture().random(n, channels);
        Tensor dx = fixture().poisoned(n, channels);
        Tensor dgamma = fixture().random(channels);
        Tensor dbeta = fixture().random(channels);
        double[] unit = ReferenceOps.plus(new double[channels], 1, new double[] {1});
        double[] zero = new double[channels];
        double[] means = fixture().values(mean);
        double[] variances = fixture().values(variance);
        double[] standardized = ReferenceFeatureMaps.batchNorm(fixture().values(x), means, variances, unit, zero, 0.1);
        double[] expectedGain = ReferenceOps.plus(
                fixture().values(dgamma),
                1,
                ReferenceOps.columnSums(ReferenceOps.times(fixture().values(dy), standardized), channels));
        double[] expectedShift = ReferenceOps.plus(
                fixture().values(dbeta), 1, ReferenceOps.columnSums(fixture().values(dy), channels));
        BatchNorm forward = new BatchNorm(Statistics.GIVEN, x, gamma, beta, 0.1, y, mean, variance);

        maps().batchNorm(forward);
        maps().batchNormBackward(new BatchNormBackward(forward, dy, dx, dgamma, dbeta));

        double[] gains = fixture().values(gamma);
        fixture()
                .assertClose(
                        y,
                        ReferenceFeatureMaps.batchNorm(
                                fixture().values(x),
                                means,
                                variances,
                                gains,
                                fixture().values(beta),
                                0.1));
        fixture()
                .assertClose(
                        dx, ReferenceFeatureMaps.batchNorm(fixture().values(dy), zero, variances, gains, zero, 0.1));
        fixture().assertClose(dgamma, expectedGain);
        fixture().assertClose(dbeta, expectedShift);
    }

    /** A column is a row of the transpose: the gradient is that of layer normalisation there, gain aside. */
    @ParameterizedTest
    @CsvSource({"3, 1", "3, 5", "17, 16", "50, 3", "128, 64"})
    default void sendsGradientsBackThroughTheStatisticsOfTheBatch(int n, int channels) {
        Tensor x = fixture().random(n, channels);
        Tensor gamma = fixture().random(channels);
        Tensor dy = fixture().random(n, channels);
        Tensor dgamma = fixture().random(channels);
        Tensor dbeta = fixture().random(channels);
        double[] byChannel = ReferenceOps.transpose(fixture().values(x), n, channels);
        Tensor mean = fixture().of(ReferenceOps.mean(byChannel, n), channels);
        Tensor variance = fixture().of(ReferenceOps.variance(byChannel, n), channels);
        double[] gradient = fixture().values(dy);
        double[] unit = ReferenceOps.plus(new double[n], 1, new double[] {1});
        double[] scaled = ReferenceOps.times(gradient, repeated(fixture().values(gamma), n));
        double[] expected = ReferenceOps.transpose(
                ReferenceOps.layerNormBackward(ReferenceOps.transpose(scaled, n, channels), byChannel, unit, 1e-5),
                channels,
                n);
        double[] standardized = ReferenceOps.transpose(ReferenceOps.standardize(byChannel, n, 1e-5), channels, n);
        double[] expectedGain = ReferenceOps.plus(
                fixture().values(dgamma),
                1,
                ReferenceOps.columnSums(ReferenceOps.times(gradient, standardized), channels));
        double[] expectedShift =
                ReferenceOps.plus(fixture().values(dbeta), 1, ReferenceOps.columnSums(gradient, channels));
        BatchNorm forward = new BatchNorm(
                Statistics.OF_BATCH, x, gamma, gamma, 1e-5, fixture().poisoned(n, channels), mean, variance);

        // In place: the gradient of the output makes room for that of the input.
        maps().batchNormBackward(new BatchNormBackward(forward, dy, dy, dgamma, dbeta));

        fixture().assertClose(dy, expected);
        fixture().assertClose(dgamma, expectedGain);
        fixture().assertClose(dbeta, expectedShift);
    }

    private static double[] repeated(double[] row, int times) {
        return ReferenceOps.plus(new double[row.length * times], 1, row);
    }

    @ParameterizedTest
    @CsvSource({"1, 2, 2, 1, 2", "2, 4, 6, 3, 2", "3, 8, 8, 16, 2", "2, 6, 6, 5, 3", "1, 3, 4, 7, 1"})
    default void averagesWindows(int batch, int height, int width, int channels, int window) {
        MapShape input = new MapShape(batch, height, width, channels);
        Tensor x = fixture().random(input.matrix().toArray());
        Tensor dy = fixture().random(input.pooled(window).matrix().toArray());
        Tensor y = fixture().poisoned(input.pooled(window).matrix().toArray());
        Tensor dx = fixture().poisoned(input.matrix().toArray());

        maps().averagePool(input, window, x, y);
        maps().averagePoolBackward(input, window, dy, dx);

        fixture()
                .assertClose(
                        y,
                        ReferenceFeatureMaps.averagePool(
                                input, window, fixture().values(x)));
        fixture()
                .assertClose(
                        dx,
                        ReferenceFeatureMaps.averagePoolBackward(
                                input, window, fixture().values(dy)));
    }

    @Test
    default void putsTheMeanBeforeEachSequence() {
        Tensor x = fixture().of(new double[] {1, 2, 3, 6, 10, 20, 30, 40}, 4, 2);
        Tensor y = fixture().poisoned(6, 2);
        Tensor dx = fixture().poisoned(4, 2);

        maps().prependMean(3, x, y);
        maps().prependMeanBackward(3, fixture().of(new double[] {2, 4, 1, 1, 5, 6, 0, 2, 7, 8, 9, 9}, 6, 2), dx);

        fixture().assertClose(y, 2, 4, 1, 2, 3, 6, 20, 30, 10, 20, 30, 40);
        fixture().assertClose(dx, 2, 3, 6, 8, 7, 9, 9, 10);
    }
}
