package org.clipspark.model.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Matrix products and linear maps. */
interface ProductsContract extends BackendContract {
    /** Rows, inputs and outputs: ones, primes, multiples of 16, and sizes of a small transformer. */
    private List<int[]> sizes() {
        List<int[]> sizes = new ArrayList<>(List.of(
                new int[] {1, 1, 1},
                new int[] {1, 7, 5},
                new int[] {3, 1, 5},
                new int[] {5, 7, 1},
                new int[] {17, 13, 29},
                new int[] {64, 32, 48},
                new int[] {67, 192, 576}));
        for (int i = 0; i < 4; i++) {
            sizes.add(new int[] {
                fixture().randomSize(40), fixture().randomSize(40), fixture().randomSize(40)
            });
        }
        return sizes;
    }

    @Test
    default void multipliesMatricesAsTheyLieOrTransposed() {
        for (int[] size : sizes()) {
            for (Transpose transposeA : Transpose.values()) {
                for (Transpose transposeB : Transpose.values()) {
                    multiplies(transposeA, transposeB, size[0], size[1], size[2]);
                }
            }
        }
    }

    private void multiplies(Transpose transposeA, Transpose transposeB, int m, int k, int n) {
        boolean liesA = transposeA == Transpose.NO;
        boolean liesB = transposeB == Transpose.NO;
        Tensor a = liesA ? fixture().random(m, k) : fixture().random(k, m);
        Tensor b = liesB ? fixture().random(k, n) : fixture().random(n, k);
        double[] left =
                liesA ? fixture().values(a) : ReferenceOps.transpose(fixture().values(a), k, m);
        double[] right =
                liesB ? fixture().values(b) : ReferenceOps.transpose(fixture().values(b), n, k);
        double[] product = ReferenceOps.matmul(left, right, m, k, n);
        Tensor replaced = fixture().poisoned(m, n);
        Tensor added = fixture().random(m, n);
        double[] before = fixture().values(added);

        fixture().backend().matmul(transposeA, a, transposeB, b, 1, 0, replaced);
        fixture().backend().matmul(transposeA, a, transposeB, b, -0.5, 2, added);

        fixture().assertClose(replaced, product);
        fixture().assertClose(added, ReferenceOps.plus(ReferenceOps.plus(new double[m * n], 2, before), -0.5, product));
    }

    @Test
    default void addsAProductToTheResult() {
        Tensor a = fixture().of(new double[] {1, 2}, 1, 2);
        Tensor b = fixture().of(new double[] {3, 4}, 2, 1);
        Tensor c = fixture().of(new double[] {100}, 1, 1);

        fixture().backend().matmul(Transpose.NO, a, Transpose.NO, b, 1, 1, c);

        fixture().assertClose(c, 111);
    }

    @Test
    default void mapsRowsLinearly() {
        for (int[] size : sizes()) {
            int n = size[0];
            int o = size[2];
            Tensor x = fixture().random(n, size[1]);
            Tensor w = fixture().random(o, size[1]);
            Tensor bias = fixture().random(o);
            Tensor plain = fixture().poisoned(n, o);
            Tensor biased = fixture().poisoned(n, o);
            Tensor added = fixture().random(n, o);
            Tensor residual = fixture().random(n, o);
            Tensor summed = fixture().poisoned(n, o);
            double[] before = fixture().values(added);
            double[] product = ReferenceOps.matmul(
                    fixture().values(x), ReferenceOps.transpose(fixture().values(w), o, size[1]), n, size[1], o);
            double[] expected = ReferenceOps.plus(product, 1, fixture().values(bias));

            fixture().backend().linear(x, w, plain);
            fixture().backend().linear(x, w, bias, biased);
            fixture().backend().linearAdd(x, w, bias, added);
            fixture().backend().linearAdd(x, w, bias, residual, summed);

            fixture().assertClose(plain, product);
            fixture().assertClose(biased, expected);
            fixture().assertClose(added, ReferenceOps.plus(before, 1, expected));
            fixture().assertClose(summed, ReferenceOps.plus(fixture().values(residual), 1, expected));
        }
    }

    @Test
    default void sendsGradientsBackThroughALinearMap() {
        for (int[] size : sizes()) {
            sendsGradientsBack(size[0], size[1], size[2]);
        }
    }

    /** Many rows of narrow layers are computed in another way than few rows or wide ones. */
    @ParameterizedTest
    @CsvSource({"3, 4, 2", "4200, 24, 40", "5003, 17, 3", "2, 1100, 1100", "4100, 260, 1100"})
    default void givesBothGradientsOfTheParametersAtOnce(int n, int i, int o) {
        Tensor x = fixture().random(n, i);
        Tensor dy = fixture().random(n, o);
        Tensor dw = fixture().random(o, i);
        Tensor db = fixture().random(o);
        Tensor expectedDw = fixture().of(fixture().values(dw), o, i);
        Tensor expectedDb = fixture().of(fixture().values(db), o);

        fixture().backend().linearBackwardParameters(dy, x, dw, db);

        fixture().backend().linearBackwardWeight(dy, x, expectedDw);
        fixture().backend().biasBackward(dy, expectedDb);
        fixture().assertClose(dw, fixture().values(expectedDw));
        fixture().assertClose(db, fixture().values(expectedDb));
    }

    private void sendsGradientsBack(int n, int i, int o) {
        Tensor x = fixture().random(n, i);
        Tensor w = fixture().random(o, i);
        Tensor dy = fixture().random(n, o);
        Tensor dx = fixture().poisoned(n, i);
        Tensor dw = fixture().random(o, i);
        Tensor db = fixture().random(o);
        double[] gradient = fixture().values(dy);
        double[] expectedDw = ReferenceOps.plus(
                fixture().values(dw),
                1,
                ReferenceOps.matmul(
                        ReferenceOps.transpose(gradient, n, o), fixture().values(x), o, n, i));
        double[] expectedDb = ReferenceOps.plus(fixture().values(db), 1, ReferenceOps.columnSums(gradient, o));

        fixture().backend().linearBackwardInput(dy, w, dx);
        fixture().backend().linearBackwardWeight(dy, x, dw);
        fixture().backend().biasBackward(dy, db);

        fixture().assertClose(dx, ReferenceOps.matmul(gradient, fixture().values(w), n, o, i));
        fixture().assertClose(dw, expectedDw);
        fixture().assertClose(db, expectedDb);
    }

    @Test
    default void takesLeadingDimensionsAsRows() {
        Tensor x = fixture().random(2, 3, 5);
        Tensor w = fixture().random(4, 5);
        Tensor y = fixture().poisoned(6, 4);

        fixture().backend().linear(x, w, y);

        fixture()
                .assertClose(
                        y,
                        ReferenceOps.matmul(
                                fixture().values(x),
                                ReferenceOps.transpose(fixture().values(w), 4, 5),
                                6,
                                5,
                                4));
    }

    @Test
    default void givesTheSameBitsTwice() {
        Tensor x = fixture().random(67, 192);
        Tensor w = fixture().random(576, 192);
        Tensor first = fixture().poisoned(67, 576);
        Tensor second = fixture().poisoned(67, 576);
        Tensor firstGradient = fixture().backend().allocate(576, 192);
        Tensor secondGradient = fixture().backend().allocate(576, 192);

        fixture().backend().linear(x, w, first);
        fixture().backend().linear(x, w, second);
        fixture().backend().linearBackwardWeight(first, x, firstGradient);
        fixture().backend().linearBackwardWeight(second, x, secondGradient);

        assertThat(fixture().values(second)).containsExactly(fixture().values(first));
        assertThat(fixture().values(secondGradient)).containsExactly(fixture().values(firstGradient));
    }
}
