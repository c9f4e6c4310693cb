package org.clipspark.model.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Activations and the optimizer's update. */
interface PointwiseContract extends BackendContract {
    @ParameterizedTest
    @EnumSource(Activation.class)
    default void activatesEveryElement(Activation activation) {
        for (int[] size : new int[][] {{1, 1}, {1, 19}, {23, 1}, {31, 67}}) {
            Tensor x = fixture().random(size[0], size[1]);
            fixture().backend().scaleInPlace(3, x);
            Tensor y = fixture().poisoned(size[0], size[1]);

            fixture().backend().activation(activation, x, y);

            double[] input = fixture().values(x);
            fixture()
                    .assertClose(
                            y,
                            Arrays.stream(input)
                                    .map(ReferenceOps.activation(activation))
                                    .toArray());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GELU, 1, 0.8413447460685429",
        "GELU, -1, -0.15865525393145707",
        "GELU, 0, 0",
        "QUICK_GELU, 1, 0.8457957659328212",
        "QUICK_GELU, -1, -0.15420423406717882",
        "GELU_TANH, 1, 0.8411919906082768",
        "GELU_TANH, -1, -0.15880800939172324",
        "RELU, 2, 2",
        "RELU, -2, 0"
    })
    default void activatesToKnownValues(Activation activation, double x, double expected) {
        Tensor y = fixture().poisoned(1);

        fixture().backend().activation(activation, fixture().of(new double[] {x}, 1), y);

        assertThat(fixture().values(y)[0]).isEqualTo(expected, within(1e-6));
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    default void sendsGradientsBackThroughAnActivation(Activation activation) {
        for (int[] size : new int[][] {{1, 1}, {1, 19}, {23, 1}, {31, 67}}) {
            Tensor x = fixture().random(size[0], size[1]);
            Tensor dy = fixture().random(size[0], size[1]);
            Tensor dx = fixture().poisoned(size[0], size[1]);
            double[] input = fixture().values(x);
            double[] slopes = Arrays.stream(input)
                    .map(ReferenceOps.derivative(activation))
                    .toArray();
            double[] expected = ReferenceOps.times(slopes, fixture().values(dy));

            fixture().backend().activationBackward(activation, x, dy, dx);
            fixture().assertClose(dx, expected);

            fixture().backend().activationBackward(activation, x, dy, dy);
            fixture().assertClose(dy, expected);
        }
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    default void staysFiniteFarFromZero(Activation activation) {
        Tensor x = fixture().of(new double[] {-100, 100}, 2);
        Tensor y = fixture().poisoned(2);
        Tensor dx = fixture().poisoned(2);

        fixture().backend().activation(activation, x, y);
        fixture().backend().activationBackward(activation, x, fixture().of(new double[] {1, 1}, 2), dx);

        fixture().assertClose(y, 0, 100);
        fixture().assertClose(dx, 0, 1);
    }

    @Test
    default void updatesParametersByAdamW() {
        AdamWStep step = new AdamWStep(1e-2, 0.9, 0.98, 1e-6, 0.2, 3, 0.5);
        Tensor parameters = fixture().random(5003);
        Tensor gradients = fixture().random(5003);
        Tensor first = fixture().random(5003);
        Tensor second = fixture().backend().allocate(5003);
        fixture().backend().fill(second, 0.25);
        double[] p = fixture().values(parameters);
        double[] g = fixture().values(gradients);
        double[] m = fixture().values(first);
        double[] v = fixture().values(second);
        for (int i = 0; i < p.length; i++) {
            double gradient = 0.5 * g[i];
            p[i] -= 1e-2 * 0.2 * p[i];
            m[i] = 0.9 * m[i] + 0.1 * gradient;
            v[i] = 0.98 * v[i] + 0.02 * gradient * gradient;
            double denominator = Math.sqrt(v[i] / (1 - Math.pow(0.98, 3))) + 1e-6;
            p[i] -= 1e-2 * m[i] / (1 - Math.pow(0.9, 3)) / denominator;
        }

        fixture().backend().adamW(step, parameters, gradients, first, second);

        fixture().assertClose(parameters, p);
        fixture().assertClose(first, m);
        fixture().assertClose(second, v);
        assertThat(fixture().values(gradients)).containsExactly(g);
    }
}
