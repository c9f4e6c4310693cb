package org.clipspark.model.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.DoubleSupplier;

/** Gradients by central differences, for a backend in double precision. */
public final class FiniteDifference {
    /** Balances the truncation error, of order h^2, with rounding, of order 1e-16 / h. */
    private static final double STEP = 1e-5;

    private final Backend backend;

    /**
     * Differences on that backend.
     *
     * @throws IllegalArgumentException if it computes in single precision, whose rounding hides the differences
     */
    public FiniteDifference(Backend backend) {
        if (backend.floatType() != ElementType.FLOAT64) {
            throw new IllegalArgumentException("Finite differences need FLOAT64, got " + backend.floatType());
        }
        this.backend = backend;
    }

    /** Derivative of {@code loss}, which computes from the tensors anew, by every element of {@code x}. */
    public double[] gradient(Tensor x, DoubleSupplier loss) {
        double[] values = new double[Math.toIntExact(x.size())];
        backend.read(x, 0, values, 0, values.length);
        double[] gradient = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            double above = at(x, i, values[i] + STEP, loss);
            double below = at(x, i, values[i] - STEP, loss);
            gradient[i] = (above - below) / (2 * STEP);
            backend.write(x, i, values, i, 1);
        }
        return gradient;
    }

    private double at(Tensor x, int index, double value, DoubleSupplier loss) {
        backend.write(x, index, new double[] {value}, 0, 1);
        return loss.getAsDouble();
    }

    /** Checks that {@code analytic} is the gradient of {@code loss} by {@code x}, relative to the largest element. */
    public void check(Tensor x, Tensor analytic, double tolerance, DoubleSupplier loss) {
        double[] expected = gradient(x, loss);
        double[] actual = new double[Math.toIntExact(analytic.size())];
        backend.read(analytic, 0, actual, 0, actual.length);
        assertThat(actual).hasSameSizeAs(expected);
        double scale =
                Math.max(1e-3, Arrays.stream(expected).map(Math::abs).max().orElse(0));
        for (int i = 0; i < expected.length; i++) {
            // A comparison that NaN fails.
            assertThat(Math.abs(actual[i] - expected[i]) <= tolerance * scale)
                    .as("gradient %s of %s: expected %s, got %s", i, x.shape(), expected[i], actual[i])
                    .isTrue();
        }
    }
}
