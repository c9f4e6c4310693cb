package org.clipspark.model.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.clipspark.model.compute.Backend.LayerNormBackward;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Layer normalisation and Euclidean normalisation. */
interface NormalizationContract extends BackendContract {
    double EPSILON = 1e-5;

    @ParameterizedTest
    @CsvSource({"1, 2", "1, 17", "5, 7", "16, 32", "67, 192", "3, 97"})
    default void normalizesLayers(int n, int d) {
        Tensor x = fixture().random(n, d);
        Tensor gamma = fixture().random(d);
        Tensor beta = fixture().random(d);
        Tensor y = fixture().poisoned(n, d);
        Tensor mean = fixture().poisoned(n);
        Tensor variance = fixture().poisoned(n);

        fixture().backend().layerNorm(x, gamma, beta, EPSILON, y, mean, variance);

        double[] input = fixture().values(x);
        fixture()
                .assertClose(
                        y,
                        ReferenceOps.layerNorm(
                                input, fixture().values(gamma), fixture().values(beta), EPSILON));
        fixture().assertClose(mean, ReferenceOps.mean(input, d));
        fixture().assertClose(variance, ReferenceOps.variance(input, d));
    }

    @Test
    default void givesTheShiftForALayerOfOneColumn() {
        Tensor y = fixture().poisoned(3, 1);
        Tensor mean = fixture().poisoned(3);
        Tensor variance = fixture().poisoned(3);
        Tensor x = fixture().of(new double[] {1, 2, 3}, 3, 1);

        fixture()
                .backend()
                .layerNorm(x, fixture().random(1), fixture().of(new double[] {7}, 1), EPSILON, y, mean, variance);

        fixture().assertClose(y, 7, 7, 7);
        fixture().assertClose(mean, 1, 2, 3);
        fixture().assertClose(variance, 0, 0, 0);
    }

    @ParameterizedTest
    @CsvSource({"1, 3", "1, 17", "5, 7", "16, 32", "67, 192", "3, 97"})
    default void sendsGradientsBackThroughLayerNormalization(int n, int d) {
        Tensor x = fixture().random(n, d);
        Tensor gamma = fixture().random(d);
        Tensor dy = fixture().random(n, d);
        Tensor dx = fixture().poisoned(n, d);
        Tensor dgamma = fixture().random(d);
        Tensor dbeta = fixture().random(d);
        double[] input = fixture().values(x);
        double[] gradient = fixture().values(dy);
        double[] expectedDgamma = ReferenceOps.plus(
                fixture().values(dgamma),
                1,
                ReferenceOps.columnSums(ReferenceOps.times(gradient, ReferenceOps.standardize(input, d, EPSILON)), d));
        double[] expectedDbeta = ReferenceOps.plus(fixture().values(dbeta), 1, ReferenceOps.columnSums(gradient, d));
        Tensor mean = fixture().of(ReferenceOps.mean(input, d), n);
        Tensor variance = fixture().of(ReferenceOps.variance(input, d), n);

        fixture()
                .backend()
                .layerNormBackward(new LayerNormBackward(dy, x, gamma, mean, variance, EPSILON, dx, dgamma, dbeta));

        fixture()
                .assertClose(
                        dx,
                        ReferenceOps.layerNormBackward(
                                gradient, input, fixture().values(gamma), EPSILON));
        fixture().assertClose(dgamma, expectedDgamma);
        fixture().assertClose(dbeta, expectedDbeta);
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "1, 17", "5, 7", "16, 32", "67, 192", "3, 97"})
    default void scalesRowsToNormOneAndBack(int n, int d) {
        Tensor x = fixture().random(n, d);
        Tensor y = fixture().poisoned(n, d);
        Tensor norms = fixture().poisoned(n);
        Tensor dy = fixture().random(n, d);
        Tensor dx = fixture().poisoned(n, d);
        double[] input = fixture().values(x);

        fixture().backend().l2Normalize(x, y, norms);
        fixture().backend().l2NormalizeBackward(dy, y, norms, dx);

        fixture().assertClose(y, ReferenceOps.l2Normalize(input, d));
        fixture().assertClose(norms, ReferenceOps.norms(input, d));
        fixture().assertClose(dx, ReferenceOps.l2NormalizeBackward(fixture().values(dy), input, d));
    }

    @Test
    default void leavesOnlyTheSignOfRowsOfOneColumn() {
        Tensor y = fixture().poisoned(2, 1);
        Tensor norms = fixture().poisoned(2);
        Tensor dx = fixture().poisoned(2, 1);

        fixture().backend().l2Normalize(fixture().of(new double[] {-4, 2}, 2, 1), y, norms);
        fixture().backend().l2NormalizeBackward(fixture().of(new double[] {3, 5}, 2, 1), y, norms, dx);

        fixture().assertClose(y, -1, 1);
        fixture().assertClose(norms, 4, 2);
        fixture().assertClose(dx, 0, 0);
    }

    @Test
    default void keepsARowOfZerosFinite() {
        Tensor x = fixture().of(new double[] {0, 0, 3, 4}, 2, 2);
        Tensor y = fixture().poisoned(2, 2);
        Tensor norms = fixture().poisoned(2);
        Tensor dx = fixture().poisoned(2, 2);

        fixture().backend().l2Normalize(x, y, norms);
        fixture().backend().l2NormalizeBackward(fixture().random(2, 2), y, norms, dx);

        fixture().assertClose(y, 0, 0, 0.6, 0.8);
        assertThat(Arrays.stream(fixture().values(dx)).boxed()).allMatch(Double::isFinite);
    }
}
