package org.clipspark.model.compute;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Softmax cross entropy. */
interface LossContract extends BackendContract {
    @ParameterizedTest
    @CsvSource({"1, 1, 0", "1, 7, 3", "5, 5, 0", "4, 13, 9", "16, 32, 16", "67, 67, 0", "31, 193, 100"})
    default void comparesRowsWithTheirLabels(int rows, int columns, int labelOffset) {
        Tensor logits = fixture().random(rows, columns);
        fixture().backend().scaleInPlace(5, logits);
        Tensor gradient = fixture().poisoned(rows, columns);
        double[] input = fixture().values(logits);
        double expectedLoss = ReferenceOps.crossEntropy(input, columns, labelOffset, 0.3);
        double[] expected = ReferenceOps.crossEntropyBackward(input, columns, labelOffset, 0.3);

        double loss = fixture().backend().softmaxCrossEntropy(logits, labelOffset, 0.3, gradient);
        double lossInPlace = fixture().backend().softmaxCrossEntropy(logits, labelOffset, 0.3, logits);

        fixture().assertClose(loss, expectedLoss);
        assertThat(lossInPlace).isEqualTo(loss);
        fixture().assertClose(gradient, expected);
        assertThat(fixture().values(logits)).containsExactly(fixture().values(gradient));
    }

    @Test
    default void comparesLogitsThatOverflowTheExponential() {
        Tensor logits = fixture().of(new double[] {1000, 1001, -1000, -1002}, 2, 2);
        Tensor gradient = fixture().poisoned(2, 2);

        double loss = fixture().backend().softmaxCrossEntropy(logits, 0, 1, gradient);

        fixture().assertClose(loss, Math.log1p(Math.exp(1)) + 2 + Math.log1p(Math.exp(-2)));
        double high = 1 / (1 + Math.exp(-1));
        double low = 1 / (1 + Math.exp(2));
        fixture().assertClose(gradient, -high, high, 1 - low, low - 1);
    }
}
