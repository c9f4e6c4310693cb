package org.clipspark.model.compute;

import java.util.Arrays;
import org.clipspark.model.compute.FeatureMapOperations.BatchNorm;
import org.clipspark.model.compute.FeatureMapOperations.BatchNormBackward;
import org.clipspark.model.compute.FeatureMapOperations.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Batch normalisation, rectified and not. */
interface BatchNormContract extends BackendContract {
    private FeatureMapOperations maps() {
        return fixture().backend().featureMaps();
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

    /** Rectified, the passes are those of the normalisation alone with a rectifier behind it. */
    @ParameterizedTest
    @CsvSource({"OF_BATCH, 3, 1", "GIVEN, 3, 5", "OF_BATCH, 17, 16", "GIVEN, 50, 3", "OF_BATCH, 128, 64"})
    default void rectifiesWhatItNormalizes(Statistics statistics, int n, int channels) {
        Tensor x = fixture().random(n, channels);
        Tensor mean = fixture().random(channels);
        Tensor variance = fixture().random(channels);
        fixture().backend().activation(Activation.RELU, variance, variance);
        BatchNorm linear = new BatchNorm(
                statistics,
                x,
                fixture().random(channels),
                fixture().random(channels),
                0.1,
                fixture().poisoned(n, channels),
                mean,
                variance);
        maps().batchNorm(linear);
        double[] normalized = fixture().values(linear.y());
        Tensor dy = fixture().random(n, channels);
        double[] masked = fixture().values(dy);
        for (int i = 0; i < masked.length; i++) {
            masked[i] = normalized[i] > 0 ? masked[i] : 0;
        }
        Tensor expected = fixture().poisoned(n, channels);
        Tensor expectedGain = fixture().of(new double[channels], channels);
        Tensor expectedShift = fixture().of(new double[channels], channels);
        maps().batchNormBackward(new BatchNormBackward(
                linear, fixture().of(masked, n, channels), expected, expectedGain, expectedShift));
        BatchNorm rectified = linear.rectified(fixture().poisoned(FeatureMapOperations.signs((long) n * channels)));
        Tensor gain = fixture().of(new double[channels], channels);
        Tensor shift = fixture().of(new double[channels], channels);

        maps().batchNorm(rectified);
        maps().batchNormBackward(new BatchNormBackward(rectified, dy, dy, gain, shift));

        fixture()
                .assertClose(
                        rectified.y(),
                        Arrays.stream(normalized).map(y -> Math.max(0, y)).toArray());
        fixture().assertClose(dy, fixture().values(expected));
        fixture().assertClose(gain, fixture().values(expectedGain));
        fixture().assertClose(shift, fixture().values(expectedShift));
    }

    /** The mean is large beside the deviation, and rows are many enough for several sections. */
    @Test
    default void measuresSmallDeviationsAroundLargeMeans() {
        int n = 3000;
        int channels = 48;
        double[] values = fixture().values(fixture().random(n, channels));
        double[] shifted = Arrays.stream(values).map(value -> 1024 + value / 16).toArray();
        Tensor x = fixture().of(shifted, n, channels);
        double[] stored = fixture().values(x);
        Tensor one = fixture().of(ReferenceOps.plus(new double[channels], 1, new double[] {1}), channels);
        Tensor mean = fixture().poisoned(channels);
        Tensor variance = fixture().poisoned(channels);

        maps().batchNorm(new BatchNorm(
                Statistics.OF_BATCH, x, one, one, 1e-5, fixture().poisoned(n, channels), mean, variance));

        double[] byChannel = ReferenceOps.transpose(stored, n, channels);
        fixture().assertClose(mean, ReferenceOps.mean(byChannel, n));
        fixture().assertClose(variance, ReferenceOps.variance(byChannel, n));
    }

    private static double[] repeated(double[] row, int times) {
        return ReferenceOps.plus(new double[row.length * times], 1, row);
    }
}
