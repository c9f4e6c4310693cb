package org.clipspark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** A model's features, gradients and steps, against the reference: whole tensors, or digests of those too large to keep. */
final class ModelParity {
    /** Adam divides by the size of a gradient: where that is only rounding noise, a step is noise of up to this size. */
    private static final double STEP_TOLERANCE = 2e-5;

    private ModelParity() {}

    /** The gradient of a parameter, as far as the case has it. */
    static void gradient(GoldenModel model, String name) {
        double[] actual = model.gradient(name);
        GoldenTensors tensors = model.tensors();
        if (model.hasNoInfluence(name)) {
            double norm = tensors.doubles("out/grad_norm")[0];
            close("gradient of " + name, actual, new double[actual.length], 1e-5 * Math.max(1, norm));
            return;
        }
        if (tensors.has("grad/" + name)) {
            double[] expected = tensors.doubles("grad/" + name);
            double scale = Math.max(1e-3, largest(expected));
            close("gradient of " + name, actual, expected, 2e-4 * scale);
        } else if (tensors.has("grad_digest/" + name)) {
            digest("gradient of " + name, actual, tensors.doubles("grad_digest/" + name), 1e-4, name);
        }
    }

    /** A parameter after the steps of that group, as far as the case has it. */
    static void step(GoldenModel model, String group, String name) {
        double[] actual = model.value(name);
        GoldenTensors tensors = model.tensors();
        if (model.hasNoInfluence(name)) {
            return;
        }
        if (tensors.has(group + '/' + name)) {
            double[] expected = tensors.doubles(group + '/' + name);
            if (name.endsWith("in_proj_bias")) {
                copyKeyThird(expected, actual);
            }
            mostlyClose(name, actual, expected);
        } else if (tensors.has(group + "_digest/" + name) && !name.endsWith("in_proj_bias")) {
            digest(name, actual, tensors.doubles(group + "_digest/" + name), 1e-3, name);
        }
    }

    /** The key bias has no influence (softmax is shift invariant): its gradient is rounding noise, blown up by Adam. */
    private static void copyKeyThird(double[] from, double[] to) {
        int third = from.length / 3;
        System.arraycopy(from, third, to, third, third);
    }

    /** Noise-sized gradients move an entry by up to a learning rate; at most one in a hundred may show it. */
    private static void mostlyClose(String name, double[] actual, double[] expected) {
        assertThat(actual).as(name).hasSameSizeAs(expected);
        int off = 0;
        for (int i = 0; i < actual.length; i++) {
            double difference = Math.abs(actual[i] - expected[i]);
            assertThat(difference).as("%s[%d] after the last step", name, i).isLessThan(3e-3);
            if (difference > STEP_TOLERANCE) {
                off++;
            }
        }
        assertThat(off)
                .as("entries of %s that differ after the last step, of %d", name, actual.length)
                .isLessThanOrEqualTo(Math.max(1, actual.length / 100));
    }

    private static void digest(String what, double[] actual, double[] expected, double tolerance, String name) {
        double[] digest = GoldenFormula.digest(name, actual);
        double scale = Math.sqrt(Math.max(expected[1], 1e-12) * actual.length);
        assertThat(digest[0]).as(what + ": sum").isCloseTo(expected[0], within(tolerance * scale));
        assertThat(digest[1])
                .as(what + ": squares")
                .isCloseTo(expected[1], within(tolerance * Math.max(expected[1], 1e-6)));
        assertThat(digest[2]).as(what + ": weighted sum").isCloseTo(expected[2], within(tolerance * scale));
    }

    private static double largest(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    /** Every element within {@code tolerance}. */
    static void close(String what, float[] actual, double[] expected, double tolerance) {
        double[] widened = new double[actual.length];
        for (int i = 0; i < actual.length; i++) {
            widened[i] = actual[i];
        }
        close(what, widened, expected, tolerance);
    }

    /** Every element within {@code tolerance}. */
    static void close(String what, double[] actual, double[] expected, double tolerance) {
        assertThat(actual).as(what).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i]).as("%s[%d]", what, i).isCloseTo(expected[i], within(tolerance));
        }
    }
}
