package org.clipspark.job.sync.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.clipspark.model.compute.FloatVector;
import org.junit.jupiter.api.Test;

class OuterOptimizerTest {
    private final float[] parameters = {1, -2, 0.5f};
    private final float[] velocity = new float[3];

    private OuterOptimizer optimizer(OuterRule rule, double learningRate, double momentum) {
        return new OuterOptimizer(
                rule,
                learningRate,
                momentum,
                new OuterOptimizer.State(
                        FloatVector.of(parameters), FloatVector.of(new float[3]), FloatVector.of(velocity)));
    }

    private void mean(float... values) {
        System.arraycopy(values, 0, parameters, 0, values.length);
    }

    /** Values of PyTorch's SGD(lr=0.7, momentum=0.9, nesterov=True) on gradients anchor - mean, worked out by hand. */
    @Test
    void nesterovFollowsItsClosedForm() {
        OuterOptimizer optimizer = optimizer(OuterRule.NESTEROV, 0.7, 0.9);
        optimizer.start();

        mean(0, -2, 1);
        optimizer.step();
        // d = (1, 0, -0.5), v = d; a = a - 0.7 (d + 0.9 v) = a - 1.33 d
        assertThat(parameters).containsExactly(new float[] {-0.33f, -2, 1.165f}, within(1e-6f));
        assertThat(velocity).containsExactly(1, 0, -0.5f);

        mean(-0.33f, -1, 1.165f);
        optimizer.step();
        // d = (0, -1, 0), v = (0.9, -1, -0.45); a = a - 0.7 (d + 0.9 v)
        assertThat(parameters).containsExactly(new float[] {-0.897f, -0.67f, 1.4485f}, within(1e-6f));
    }

    @Test
    void momentumFollowsItsClosedForm() {
        OuterOptimizer optimizer = optimizer(OuterRule.MOMENTUM, 0.5, 0.8);
        optimizer.start();

        mean(0, -2, 1);
        optimizer.step();
        assertThat(parameters).containsExactly(new float[] {0.5f, -2, 0.75f}, within(1e-6f));

        mean(0.5f, -1, 0.75f);
        optimizer.step();
        // v = 0.8 (1, 0, -0.5) + (0, -1, 0)
        assertThat(parameters).containsExactly(new float[] {0.1f, -1.5f, 0.95f}, within(1e-6f));
    }

    @Test
    void aWholeStepWithoutMomentumIsTheMean() {
        OuterOptimizer optimizer = optimizer(OuterRule.NESTEROV, 1, 0);
        optimizer.start();

        mean(3, 4, -5);
        optimizer.step();

        assertThat(parameters).containsExactly(3, 4, -5);
    }

    @Test
    void worksThroughVectorsLongerThanItsBlock() {
        int length = 2 * FloatVector.COPY_LENGTH + 7;
        float[] anchor = new float[length];
        float[] mean = new float[length];
        Random random = new Random(1);
        for (int i = 0; i < length; i++) {
            anchor[i] = random.nextFloat();
            mean[i] = random.nextFloat();
        }
        float[] values = anchor.clone();
        OuterOptimizer optimizer = new OuterOptimizer(
                OuterRule.NESTEROV,
                0.7,
                0.9,
                new OuterOptimizer.State(
                        FloatVector.of(values), FloatVector.of(new float[length]), FloatVector.of(new float[length])));
        optimizer.start();
        System.arraycopy(mean, 0, values, 0, length);

        optimizer.step();

        for (int i : new int[] {0, FloatVector.COPY_LENGTH, length - 1}) {
            assertThat(values[i]).isCloseTo(anchor[i] - 0.7f * 1.9f * (anchor[i] - mean[i]), within(1e-6f));
        }
    }

    @Test
    void refusesVectorsThatDoNotFitAndARuleThatDoesNothing() {
        FloatVector three = FloatVector.of(parameters);
        assertThatThrownBy(() -> new OuterOptimizer.State(three, FloatVector.of(new float[2]), three))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be equally long, got 3, 2 and 3 floats");
        assertThatThrownBy(() -> optimizer(OuterRule.NONE, 1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
