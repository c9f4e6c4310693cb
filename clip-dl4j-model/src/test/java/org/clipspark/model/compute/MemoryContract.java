package org.clipspark.model.compute;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Allocation, views, transfers and what touches memory only. */
interface MemoryContract extends BackendContract {
    @Test
    default void allocatesZeroes() {
        Tensor x = fixture().backend().allocate(3, 5);

        assertThat(x.shape()).isEqualTo(Shape.of(3, 5));
        assertThat(x.elementType()).isEqualTo(fixture().backend().floatType());
        assertThat(fixture().values(x)).containsOnly(0).hasSize(15);
    }

    @Test
    default void copiesHostNumbersToAndFromAnOffset() {
        Backend backend = fixture().backend();
        Tensor x = backend.allocate(2, 3);
        float[] floats = new float[4];
        double[] doubles = new double[4];

        backend.write(x, 1, new float[] {9, 1, 2, 9}, 1, 2);
        backend.write(x, 4, new double[] {9, 3, 4}, 1, 2);
        backend.read(x, 1, floats, 1, 3);
        backend.read(x, 3, doubles, 1, 3);

        assertThat(fixture().values(x)).containsExactly(0, 1, 2, 0, 3, 4);
        assertThat(floats).containsExactly(0, 1, 2, 0);
        assertThat(doubles).containsExactly(0, 0, 3, 4);
    }

    @Test
    default void sharesMemoryBetweenViewsAndTheirBase() {
        Backend backend = fixture().backend();
        Tensor base = fixture().of(new double[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, 3, 4);
        Tensor view = backend.view(base, 5, Shape.of(2, 3));
        Tensor viewOfView = backend.view(view, 2, Shape.of(3));

        assertThat(fixture().values(view)).containsExactly(5, 6, 7, 8, 9, 10);
        assertThat(fixture().values(viewOfView)).containsExactly(7, 8, 9);

        backend.scaleInPlace(10, viewOfView);
        backend.write(view, 0, new float[] {-1}, 0, 1);
        backend.fill(backend.view(base, 0, Shape.of(2)), 100);

        assertThat(fixture().values(base)).containsExactly(100, 100, 2, 3, 4, -1, 6, 70, 80, 90, 10, 11);
    }

    @Test
    default void computesOnViewsAsOnWholeTensors() {
        Backend backend = fixture().backend();
        Tensor memory = fixture().random(100);
        double[] before = fixture().values(memory);
        Tensor x = backend.view(memory, 7, Shape.of(3, 5));
        Tensor w = backend.view(memory, 23, Shape.of(2, 5));
        Tensor y = backend.view(memory, 61, Shape.of(3, 2));
        double[] expected = ReferenceOps.matmul(
                fixture().values(x), ReferenceOps.transpose(fixture().values(w), 2, 5), 3, 5, 2);

        backend.linear(x, w, y);

        fixture().assertClose(y, expected);
        double[] after = fixture().values(memory);
        for (int i = 0; i < 100; i++) {
            if (i < 61 || i >= 67) {
                assertThat(after[i]).as("element %s", i).isEqualTo(before[i]);
            }
        }
    }

    @Test
    default void fillsAndCopies() {
        Backend backend = fixture().backend();
        Tensor x = fixture().poisoned(2, 3);
        Tensor y = fixture().poisoned(6);

        backend.fill(x, 1.5);
        backend.copy(x, y);

        assertThat(fixture().values(y)).containsOnly(1.5);
    }

    @Test
    default void addsAndScalesInPlace() {
        Backend backend = fixture().backend();
        for (double alpha : new double[] {1, -0.75}) {
            Tensor x = fixture().random(7, 13);
            Tensor y = fixture().random(7, 13);
            double[] expected =
                    ReferenceOps.plus(fixture().values(y), alpha, fixture().values(x));

            backend.addScaledInPlace(alpha, x, y);
            fixture().assertClose(y, expected);

            backend.scaleInPlace(alpha, y);
            fixture().assertClose(y, ReferenceOps.plus(new double[91], alpha, expected));
        }
    }

    @Test
    default void sumsProductsInDoublePrecision() {
        Backend backend = fixture().backend();
        Tensor x = backend.allocate(100_003);
        backend.fill(x, 0.1f);
        Tensor y = fixture().random(5, 7);
        double dot = 0;
        for (double value : fixture().values(y)) {
            dot += value * value;
        }
        double element = fixture().values(x)[0];

        // A single precision sum of that many terms would miss by far more.
        assertThat(backend.sumOfSquares(x) / (100_003 * element * element)).isBetween(1 - 1e-9, 1 + 1e-9);
        fixture().assertClose(backend.sumOfSquares(y), dot);
        fixture().assertClose(backend.dot(y, y), dot);
        assertThat(backend.dot(
                        fixture().of(new double[] {1, 2, 3}, 3), fixture().of(new double[] {4, -5, 6}, 3)))
                .isEqualTo(12);
    }
}
