package org.clipspark.model.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.clipspark.model.compute.VariantOperations.CrossAttentionBackward;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What only some variants of the model need. */
interface VariantsContract extends BackendContract {
    private VariantOperations variants() {
        return fixture().backend().variants();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 7", "5, 1", "33, 65"})
    default void scalesColumns(int rows, int width) {
        Tensor x = fixture().random(rows, width);
        Tensor gain = fixture().random(width);
        Tensor dy = fixture().random(rows, width);
        Tensor y = fixture().poisoned(rows, width);
        Tensor dGain = fixture().random(width);
        double[] expected =
                ReferenceOps.times(fixture().values(x), repeated(fixture().values(gain), rows));
        double[] expectedGain = ReferenceOps.plus(
                fixture().values(dGain),
                1,
                ReferenceOps.columnSums(
                        ReferenceOps.times(fixture().values(dy), fixture().values(x)), width));

        variants().scaleColumns(x, gain, y);
        variants().scaleColumnsBackward(dy, x, dGain);
        variants().scaleColumns(x, gain, x);

        fixture().assertClose(y, expected);
        fixture().assertClose(dGain, expectedGain);
        assertThat(fixture().values(x)).containsExactly(fixture().values(y));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 5", "16, 17", "40, 3"})
    default void scalesRows(int rows, int width) {
        Tensor x = fixture().random(rows, width);
        Tensor gain = fixture().random(rows);
        Tensor dy = fixture().random(rows, width);
        Tensor y = fixture().poisoned(rows, width);
        Tensor dGain = fixture().random(rows);
        double[] byColumn = ReferenceOps.transpose(fixture().values(x), rows, width);
        double[] expected = ReferenceOps.transpose(
                ReferenceOps.times(byColumn, repeated(fixture().values(gain), width)), width, rows);
        double[] products = ReferenceOps.times(fixture().values(dy), fixture().values(x));
        double[] expectedGain = ReferenceOps.plus(
                fixture().values(dGain),
                1,
                ReferenceOps.columnSums(ReferenceOps.transpose(products, rows, width), rows));

        variants().scaleRows(x, gain, y);
        variants().scaleRowsBackward(dy, x, dGain);
        variants().scaleRows(x, gain, x);

        fixture().assertClose(y, expected);
        fixture().assertClose(dGain, expectedGain);
        assertThat(fixture().values(x)).containsExactly(fixture().values(y));
    }

    private static double[] repeated(double[] x, int times) {
        return ReferenceOps.plus(new double[x.length * times], 1, x);
    }

    @Test
    default void takesTheMeanOfSomeTokens() {
        Tensor x = fixture().of(new double[] {1, 2, 3, 4, 5, 6, -1, -2, -3, -4, -5, -7}, 6, 2);
        Tensor y = fixture().poisoned(2, 2);
        Tensor first = fixture().poisoned(2, 2);

        variants().meanOfTokens(new TokenRange(3, 1, 3), x, y);
        variants().meanOfTokens(new TokenRange(3, 0, 1), x, first);

        fixture().assertClose(y, 4, 5, -4, -5.5);
        fixture().assertClose(first, 1, 2, -1, -2);
    }

    @Test
    default void sendsTheGradientOfAMeanToItsTokens() {
        Tensor dy = fixture().of(new double[] {2, 4, -6, -8}, 2, 2);
        Tensor dx = fixture().poisoned(6, 2);

        variants().meanOfTokensBackward(new TokenRange(3, 1, 3), dy, dx);

        fixture().assertClose(dx, 0, 0, 1, 2, 1, 2, 0, 0, -3, -4, -3, -4);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 1, 1",
        "2, 1, 1, 3, 5",
        "3, 1, 5, 2, 16",
        "3, 5, 1, 2, 16",
        "2, 4, 7, 1, 3",
        "2, 7, 4, 3, 1",
        "2, 16, 17, 4, 8"
    })
    default void letsQueriesAttendToTokens(int batch, int queries, int tokens, int heads, int headWidth) {
        CrossAttentionShape shape = new CrossAttentionShape(batch, queries, tokens, heads, headWidth);
        Tensor q = fixture().random((long) batch * queries, shape.width());
        Tensor k = fixture().random((long) batch * tokens, shape.width());
        Tensor v = fixture().random((long) batch * tokens, shape.width());
        Tensor dOut = fixture().random((long) batch * queries, shape.width());
        Tensor kept = kept(shape);
        Tensor out = fixture().poisoned((long) batch * queries, shape.width());
        Tensor dq = fixture().poisoned((long) batch * queries, shape.width());
        Tensor dk = fixture().poisoned((long) batch * tokens, shape.width());
        Tensor dv = fixture().poisoned((long) batch * tokens, shape.width());
        Tensor scratch = kept(shape);
        ReferenceCrossAttention reference = new ReferenceCrossAttention(
                shape, fixture().values(q), fixture().values(k), fixture().values(v));

        variants().crossAttention(shape, q, k, v, kept, out);
        variants()
                .crossAttentionBackward(
                        new CrossAttentionBackward(shape, q, k, v, kept, out, dOut, scratch, dq, dk, dv));

        reference.backward(fixture().values(dOut));
        if (kept.shape().equals(shape.probabilities())) {
            fixture().assertClose(kept, reference.probabilities());
        }
        fixture().assertClose(out, reference.out());
        fixture().assertClose(dv, reference.dv());
        if (tokens > 1) {
            fixture().assertClose(dq, reference.dq());
            fixture().assertClose(dk, reference.dk());
        } else {
            // A single token always gets all attention: only rounding is left of these gradients.
            assertThat(largest(dq)).isLessThan(1e-4);
            assertThat(largest(dk)).isLessThan(1e-4);
        }
    }

    private Tensor kept(CrossAttentionShape shape) {
        return fixture().poisoned(variants().crossAttentionKept(shape).toArray());
    }

    private double largest(Tensor x) {
        return Arrays.stream(fixture().values(x)).map(Math::abs).max().orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 0", "1, 7, 3", "5, 5, 0", "4, 13, 9", "31, 193, 100"})
    default void judgesEveryPair(int rows, int columns, int labelOffset) {
        Tensor logits = fixture().random(rows, columns);
        fixture().backend().scaleInPlace(5, logits);
        Tensor gradient = fixture().poisoned(rows, columns);
        double[] input = fixture().values(logits);
        double expectedLoss = 0;
        double[] expected = new double[input.length];
        for (int i = 0; i < input.length; i++) {
            int sign = i % columns == i / columns + labelOffset ? 1 : -1;
            expectedLoss += 0.3 * Math.log1p(Math.exp(-sign * input[i]));
            expected[i] = -0.3 * sign / (1 + Math.exp(sign * input[i]));
        }

        double loss = variants().sigmoidCrossEntropy(logits, labelOffset, 0.3, gradient);
        double lossInPlace = variants().sigmoidCrossEntropy(logits, labelOffset, 0.3, logits);

        fixture().assertClose(loss, expectedLoss);
        assertThat(lossInPlace).isEqualTo(loss);
        fixture().assertClose(gradient, expected);
        assertThat(fixture().values(logits)).containsExactly(fixture().values(gradient));
    }

    @Test
    default void judgesPairsWhoseLogitsOverflowTheExponential() {
        Tensor logits = fixture().of(new double[] {1000, -1000, 2000, -500}, 2, 2);
        Tensor gradient = fixture().poisoned(2, 2);

        double loss = variants().sigmoidCrossEntropy(logits, 0, 1, gradient);

        fixture().assertClose(loss, 2500);
        fixture().assertClose(gradient, 0, 0, 1, -1);
    }

    private Tensor t(long... dimensions) {
        return fixture().backend().allocate(dimensions);
    }

    private void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Test
    default void refusesVariantsThatDoNotFit() {
        CrossAttentionShape shape = new CrossAttentionShape(2, 3, 4, 1, 5);
        refused(
                () -> variants().scaleColumns(t(2, 3), t(4), t(2, 3)),
                "scaleColumns: x [2, 3] has 3 columns, gain [4] has 4 elements");
        refused(
                () -> variants().scaleColumnsBackward(t(2, 3), t(3, 3), t(3)),
                "scaleColumnsBackward: dy [2, 3] has 2 rows, x [3, 3] has 3 rows");
        refused(
                () -> variants().scaleRows(t(2, 3), t(3), t(2, 3)),
                "scaleRows: x [2, 3] has 2 rows, gain [3] has 3 elements");
        refused(
                () -> variants().scaleRowsBackward(t(2, 3), t(2, 4), t(2)),
                "scaleRowsBackward: dy [2, 3] has 3 columns, x [2, 4] has 4 columns");
        refused(
                () -> variants().meanOfTokens(new TokenRange(4, 1, 4), t(6, 2), t(2, 2)),
                "meanOfTokens: x [6, 2] has 6 rows, expected a multiple of tokens = 4");
        refused(
                () -> variants().meanOfTokensBackward(new TokenRange(3, 1, 3), t(3, 2), t(6, 2)),
                "meanOfTokensBackward: dy [3, 2] has 3 rows, expected B = 2");
        refused(
                () -> variants().crossAttention(shape, t(6, 5), t(8, 5), t(6, 5), kept(shape), t(6, 5)),
                "crossAttention: v [6, 5] has 6 rows, expected B * T = 8");
        refused(
                () -> variants()
                        .crossAttentionBackward(new CrossAttentionBackward(
                                shape,
                                t(6, 5),
                                t(8, 5),
                                t(8, 5),
                                kept(shape),
                                t(6, 5),
                                t(6, 5),
                                t(9),
                                t(6, 5),
                                t(8, 5),
                                t(8, 5))),
                "crossAttentionBackward: scratch [9] has 9 elements, expected "
                        + kept(shape).shape() + " = " + kept(shape).size());
        refused(
                () -> variants().sigmoidCrossEntropy(t(3, 4), 2, 1, t(3, 4)),
                "sigmoidCrossEntropy: logits [3, 4] have no column row + 2 for every row");
        refused(() -> new TokenRange(3, 1, 1), "A range needs 0 <= from < to <= tokens, got from=1 to=1 tokens=3");
    }
}
