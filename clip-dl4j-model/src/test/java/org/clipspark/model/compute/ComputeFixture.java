package org.clipspark.model.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;

/** A backend with seeded random tensors and comparison of what it computes with plain doubles. */
final class ComputeFixture {
    private final Backend backend;
    private final double tolerance;
    private final Random random;

    ComputeFixture(Backend backend, double tolerance, long seed) {
        this.backend = backend;
        this.tolerance = tolerance;
        this.random = new Random(seed);
    }

    Backend backend() {
        return backend;
    }

    int randomSize(int limit) {
        return 1 + random.nextInt(limit);
    }

    /** Normally distributed numbers. */
    Tensor random(long... dimensions) {
        double[] values = new double[(int) Shape.of(dimensions).size()];
        Arrays.setAll(values, i -> random.nextGaussian());
        return of(values, dimensions);
    }

    Tensor of(double[] values, long... dimensions) {
        Tensor tensor = backend.allocate(dimensions);
        backend.write(tensor, 0, values, 0, values.length);
        return tensor;
    }

    Tensor integers(int... values) {
        Tensor tensor = backend.allocate(ElementType.INT32, Shape.of(values.length));
        backend.write(tensor, 0, values, 0, values.length);
        return tensor;
    }

    /** NaN everywhere: what a replacing operation must not read. */
    Tensor poisoned(long... dimensions) {
        double[] values = new double[(int) Shape.of(dimensions).size()];
        Arrays.fill(values, Double.NaN);
        return of(values, dimensions);
    }

    /** The numbers as the backend holds them, rounded to its precision. */
    double[] values(Tensor tensor) {
        double[] values = new double[(int) tensor.size()];
        backend.read(tensor, 0, values, 0, values.length);
        return values;
    }

    /** Compares relative to the largest magnitude. */
    void assertClose(Tensor actual, double... expected) {
        double[] values = values(actual);
        assertThat(values).hasSameSizeAs(expected);
        double scale =
                Math.max(1e-30, Arrays.stream(expected).map(Math::abs).max().orElseThrow());
        for (int i = 0; i < expected.length; i++) {
            double error = Math.abs(values[i] - expected[i]) / scale;
            // A comparison that NaN fails.
            assertThat(error <= tolerance)
                    .as("element %s of %s: expected %s, got %s", i, actual.shape(), expected[i], values[i])
                    .isTrue();
        }
    }

    void assertClose(double actual, double expected) {
        assertThat(Math.abs(actual - expected) <= tolerance * Math.max(1e-30, Math.abs(expected)))
                .as("expected %s, got %s", expected, actual)
                .isTrue();
    }
}
