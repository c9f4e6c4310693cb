package org.clipspark.model.compute;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.clipspark.model.compute.AttentionShape.Mask;
import org.clipspark.model.compute.Backend.AttentionBackward;
import org.clipspark.model.compute.Backend.LayerNormBackward;
import org.junit.jupiter.api.Test;

/** Every operation refuses arguments that do not fit, naming both sides. */
interface ShapeErrorsContract extends BackendContract {
    private Tensor t(long... dimensions) {
        return fixture().backend().allocate(dimensions);
    }

    private void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Test
    default void refusesTensorsAndTransfersOutsideMemory() {
        Backend backend = fixture().backend();
        Tensor x = t(2, 3);
        refused(() -> t(0, 4), "allocate: a tensor needs at least one element, got [0, 4]");
        refused(() -> backend.view(x, 4, Shape.of(3)), "view: 3 elements from element 4 do not fit [2, 3] of 6");
        refused(
                () -> backend.write(x, 5, new float[2], 0, 2),
                "write: 2 elements from element 5 do not fit [2, 3] of 6");
        refused(
                () -> backend.write(x, 0, new double[2], 1, 2),
                "write: 2 elements from index 1 do not fit the array of 2");
        refused(
                () -> backend.read(x, -1, new float[2], 0, 2),
                "read: 2 elements from element -1 do not fit [2, 3] of 6");
        refused(() -> backend.write(x, 0, new int[1], 0, 1), "write: to [2, 3] must be INT32, got " + x.elementType());
    }

    @Test
    default void refusesIntegersWhereNumbersAreComputedWith() {
        Backend backend = fixture().backend();
        Tensor rows = fixture().integers(1, 2);
        refused(() -> backend.fill(rows, 1), "fill: x [2] must be floating, got INT32");
        refused(() -> backend.scaleInPlace(2, rows), "scaleInPlace: x [2] must be floating, got INT32");
        refused(() -> backend.sumOfSquares(rows), "sumOfSquares: x [2] must be floating, got INT32");
        refused(() -> backend.dot(t(2), rows), "dot: y [2] must be floating, got INT32");
        refused(() -> backend.write(rows, 0, new float[1], 0, 1), "write: to [2] must be floating, got INT32");
        refused(() -> backend.read(rows, 0, new double[1], 0, 1), "read: from [2] must be floating, got INT32");
        refused(
                () -> backend.gatherRows(t(3, 2), t(2), t(2, 2)),
                "gatherRows: rows [2] must be INT32, got " + backend.floatType());
    }

    @Test
    default void refusesTensorsOfUnequalSize() {
        Backend backend = fixture().backend();
        String sides = "x [2, 3] has 6 elements, y [5] has 5 elements";
        refused(() -> backend.copy(t(2, 3), t(5)), "copy: from [2, 3] has 6 elements, to [5] has 5 elements");
        refused(() -> backend.addScaledInPlace(1, t(2, 3), t(5)), "addScaledInPlace: " + sides);
        refused(() -> backend.dot(t(2, 3), t(5)), "dot: " + sides);
        refused(() -> backend.activation(Activation.GELU, t(2, 3), t(5)), "activation: " + sides);
        refused(
                () -> backend.activationBackward(Activation.GELU, t(2, 3), t(6), t(5)),
                "activationBackward: x [2, 3] has 6 elements, dx [5] has 5 elements");
        refused(
                () -> backend.adamW(new AdamWStep(1, 0, 0, 1, 0, 1, 1), t(4), t(4), t(4), t(5)),
                "adamW: parameters [4] has 4 elements, secondMoment [5] has 5 elements");
    }

    @Test
    default void refusesProductsThatDoNotFit() {
        Backend backend = fixture().backend();
        refused(
                () -> backend.matmul(Transpose.YES, t(2, 3), Transpose.NO, t(3, 4), 1, 0, t(3, 4)),
                "matmul: a [2, 3] has 2 rows, b [3, 4] has 3 rows");
        refused(
                () -> backend.linear(t(2, 3), t(5, 4), t(2, 5)),
                "linear: x [2, 3] has 3 columns, w [5, 4] has 4 columns");
        refused(
                () -> backend.linear(t(2, 3), t(5, 3), t(4), t(2, 5)),
                "linear: w [5, 3] has 5 rows, bias [4] has 4 elements");
        refused(
                () -> backend.linearAdd(t(2, 3), t(5, 3), t(5), t(3, 5)),
                "linearAdd: x [2, 3] has 2 rows, y [3, 5] has 3 rows");
        refused(
                () -> backend.linearAdd(t(2, 3), t(5, 3), t(5), t(2, 4), t(2, 5)),
                "linearAdd: residual [2, 4] has 8 elements, y [2, 5] has 10 elements");
        refused(
                () -> backend.linearBackwardInput(t(2, 4), t(5, 3), t(2, 3)),
                "linearBackwardInput: dy [2, 4] has 4 columns, w [5, 3] has 5 rows");
        refused(
                () -> backend.linearBackwardWeight(t(2, 5), t(2, 3), t(5, 4)),
                "linearBackwardWeight: x [2, 3] has 3 columns, dw [5, 4] has 4 columns");
        refused(
                () -> backend.biasBackward(t(2, 5), t(4)),
                "biasBackward: dy [2, 5] has 5 columns, db [4] has 4 elements");
    }

    @Test
    default void refusesNormalizationsThatDoNotFit() {
        Backend backend = fixture().backend();
        refused(
                () -> backend.layerNorm(t(2, 3), t(4), t(3), 1e-5, t(2, 3), t(2), t(2)),
                "layerNorm: x [2, 3] has 3 columns, gamma [4] has 4 elements");
        refused(
                () -> backend.layerNormBackward(
                        new LayerNormBackward(t(2, 3), t(2, 3), t(3), t(2), t(1), 1e-5, t(2, 3), t(3), t(3))),
                "layerNormBackward: x [2, 3] has 2 rows, variance [1] has 1 elements");
        refused(
                () -> backend.l2Normalize(t(2, 3), t(3, 3), t(2)),
                "l2Normalize: x [2, 3] has 2 rows, y [3, 3] has 3 rows");
        refused(
                () -> backend.l2NormalizeBackward(t(2, 3), t(2, 3), t(3), t(2, 3)),
                "l2NormalizeBackward: dy [2, 3] has 2 rows, norms [3] has 3 elements");
    }

    @Test
    default void refusesAttentionThatDoesNotFit() {
        Backend backend = fixture().backend();
        AttentionShape shape = new AttentionShape(2, 3, 2, 4, Mask.NONE);
        Tensor kept = t(backend.attentionKept(shape).toArray());
        refused(
                () -> backend.attention(shape, t(6, 8), kept, t(6, 8)),
                "attention: qkv [6, 8] has 8 columns, expected 3 * D = 24");
        refused(
                () -> backend.attention(shape, t(6, 24), kept, t(5, 8)),
                "attention: out [5, 8] has 5 rows, expected B * T = 6");
        refused(
                () -> backend.attentionBackward(
                        new AttentionBackward(shape, t(6, 24), kept, t(6, 8), t(6, 8), t(9), t(6, 24))),
                "attentionBackward: scratch [9] has 9 elements, expected " + kept.shape() + " = " + kept.size());
    }

    @Test
    default void refusesSequencesThatDoNotFit() {
        Backend backend = fixture().backend();
        Tensor rows = fixture().integers(1, 2);
        refused(
                () -> backend.gatherRows(t(3, 4), rows, t(3, 4)),
                "gatherRows: y [3, 4] has 3 rows, rows [2] has 2 elements");
        refused(
                () -> backend.scatterAddRows(t(2, 5), rows, t(3, 4)),
                "scatterAddRows: dTable [3, 4] has 4 columns, dy [2, 5] has 5 columns");
        refused(
                () -> backend.addToEachInPlace(t(4, 2), t(6, 2)),
                "addToEachInPlace: x [6, 2] has 6 rows, expected a multiple of rows of position [4, 2] = 4");
        refused(
                () -> backend.sumOfEach(t(6, 2), t(3, 4)),
                "sumOfEach: dPosition [3, 4] has 4 columns, dx [6, 2] has 2 columns");
        refused(
                () -> backend.prependToken(t(2), t(4, 2), 4, t(6, 2)),
                "prependToken: y [6, 2] has 6 rows, expected a multiple of tokens = 4");
        refused(
                () -> backend.prependTokenBackward(t(6, 2), 3, t(2), t(5, 2)),
                "prependTokenBackward: dx [5, 2] has 5 rows, expected B * (T - 1) = 4");
        refused(
                () -> backend.prependToken(t(2), t(4, 2), 1, t(6, 2)),
                "prependToken: tokens must be at least 2, got 1");
    }

    @Test
    default void refusesLabelsOutsideTheLogits() {
        Backend backend = fixture().backend();
        refused(
                () -> backend.softmaxCrossEntropy(t(3, 4), 2, 1, t(3, 4)),
                "softmaxCrossEntropy: logits [3, 4] have no column row + 2 for every row");
        refused(
                () -> backend.softmaxCrossEntropy(t(3, 4), 0, 1, t(4, 3)),
                "softmaxCrossEntropy: logits [3, 4] has 4 columns, dLogits [4, 3] has 3 columns");
    }
}
