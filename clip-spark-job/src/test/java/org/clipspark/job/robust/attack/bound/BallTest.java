package org.clipspark.job.robust.attack.bound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BallTest {
    private static final int LENGTH = 300;

    /** Values of 8-bit images with both ends of the range, and others. */
    private static float[] original(SplittableRandom random) {
        float[] values = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            values[i] = i % 3 == 0 ? (float) random.nextDouble() : random.nextInt(256) / 255f;
        }
        values[1] = 0;
        values[2] = 1;
        values[4] = Float.MIN_VALUE;
        return values;
    }

    private static float[] gaussian(SplittableRandom random) {
        float[] values = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private interface Check {
        void of(float[] original, float[] point);
    }

    private static void everyPoint(Ball ball, double epsilon, Check check) {
        for (int trial = 0; trial < 40; trial++) {
            SplittableRandom random = new SplittableRandom(trial);
            float[] original = original(random);
            float[] point = new float[LENGTH];
            ball.draw(random, original, 0, LENGTH, point);
            check.of(original, point);
            for (int step = 0; step < 5; step++) {
                ball.ascend(original, gaussian(random), epsilon / 255 * random.nextDouble(2), 0, LENGTH, point);
                check.of(original, point);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.3, 1, 2, 4, 8, 16, 100, 300})
    void noValueLeavesTheLinfBallAndSomeReachItsEdge(double epsilon) {
        float bound = (float) (epsilon / 255);
        double[] greatest = new double[1];

        everyPoint(new Bound(Norm.LINF, epsilon).ball(), epsilon, (original, point) -> {
            for (int i = 0; i < LENGTH; i++) {
                assertThat(point[i]).isBetween(0f, 1f);
                // In both precisions, and with no tolerance in either.
                assertThat(Math.abs(point[i] - original[i]) <= bound).isTrue();
                assertThat(Math.abs((double) point[i] - original[i]) <= epsilon / 255)
                        .isTrue();
                greatest[0] = Math.max(greatest[0], Math.abs((double) point[i] - original[i]));
            }
        });

        assertThat(greatest[0]).isGreaterThan(0.999 * Math.min(0.9, epsilon / 255));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-5, 0.01, 1, 12.8, 127.5, 500})
    void noPointLeavesTheL2BallAndSomeReachItsEdge(double epsilon) {
        double[] greatest = new double[1];

        everyPoint(new Bound(Norm.L2, epsilon).ball(), epsilon, (original, point) -> {
            double forwards = 0;
            double backwards = 0;
            for (int i = 0; i < LENGTH; i++) {
                assertThat(point[i]).isBetween(0f, 1f);
                forwards += Math.pow((double) point[i] - original[i], 2);
                int last = LENGTH - 1 - i;
                backwards += Math.pow((double) point[last] - original[last], 2);
            }
            assertThat(Math.sqrt(forwards) <= epsilon / 255).isTrue();
            assertThat(Math.sqrt(backwards) <= epsilon / 255).isTrue();
            greatest[0] = Math.max(greatest[0], Math.sqrt(forwards));
        });

        // What is cut off at 0 and 1, or lost to rounding, is missing.
        assertThat(greatest[0]).isGreaterThan((epsilon < 0.001 ? 0.01 : 0.75) * epsilon / 255);
    }

    @Test
    void movesByTheSignUnderLinfAndAlongTheGradientUnderL2() {
        float[] original = {0.5f, 0.5f, 0.5f};
        float[] gradient = {3, -4, 0};
        float[] bySign = original.clone();
        float[] along = original.clone();

        new Bound(Norm.LINF, 51).ball().ascend(original, gradient, 0.1, 0, 3, bySign);
        new Bound(Norm.L2, 51).ball().ascend(original, gradient, 0.1, 0, 3, along);

        assertThat(bySign).containsExactly(0.6f, 0.4f, 0.5f);
        assertThat(along).containsExactly(new float[] {0.56f, 0.42f, 0.5f}, within(1e-6f));
    }

    @Test
    void bringsBackWhatGoesTooFar() {
        float[] original = {0.5f, 0.5f, 0.95f};
        float[] gradient = {3, -4, 0};
        float[] bySign = original.clone();
        float[] along = original.clone();

        new Bound(Norm.LINF, 25.5).ball().ascend(original, gradient, 0.3, 0, 3, bySign);
        new Bound(Norm.L2, 25.5).ball().ascend(original, gradient, 0.3, 0, 3, along);

        assertThat(bySign).containsExactly(new float[] {0.6f, 0.4f, 0.95f}, within(1e-6f));
        assertThat(along).containsExactly(new float[] {0.56f, 0.42f, 0.95f}, within(1e-6f));
    }

    @ParameterizedTest
    @ValueSource(floats = {0, Float.NaN})
    void aGradientWithoutDirectionMovesNothing(float slope) {
        float[] original = {0.25f, 0.75f};
        for (Norm norm : Norm.values()) {
            float[] point = {0.26f, 0.74f};

            new Bound(norm, 51).ball().ascend(original, new float[] {slope, slope}, 0.1, 0, 2, point);

            assertThat(point).containsExactly(0.26f, 0.74f);
        }
    }

    @Test
    void touchesItsOwnImageOnly() {
        float[] original = {0.1f, 0.2f, 0.3f, 0.4f};
        for (Norm norm : Norm.values()) {
            float[] point = {9, 0.2f, 0.3f, 9};

            new Bound(norm, 8).ball().ascend(original, new float[] {1, 1, 1, 1}, 0.1, 1, 2, point);
            new Bound(norm, 8).ball().draw(new SplittableRandom(1), original, 1, 2, point);

            assertThat(point[0]).isEqualTo(9);
            assertThat(point[3]).isEqualTo(9);
        }
    }

    @Test
    void drawsEvenlyFromTheBall() {
        float[] original = new float[2 * LENGTH];
        Arrays.fill(original, 0.5f);
        float[] point = original.clone();
        double inner = 0;
        for (int trial = 0; trial < 2000; trial++) {
            // In two dimensions a quarter of the disc lies within half of its radius.
            new Bound(Norm.L2, 51).ball().draw(new SplittableRandom(trial), original, 0, 2, point);
            inner += Math.hypot(point[0] - 0.5, point[1] - 0.5) < 0.1 ? 1 : 0;
        }
        assertThat(inner / 2000).isCloseTo(0.25, within(0.03));

        new Bound(Norm.LINF, 51).ball().draw(new SplittableRandom(1), original, 0, 2 * LENGTH, point);
        double sum = 0;
        double squares = 0;
        for (float value : point) {
            sum += value - 0.5;
            squares += Math.pow(value - 0.5, 2);
        }
        assertThat(sum / point.length).isCloseTo(0, within(0.015));
        // The variance of an even distribution over a width of 0.4 is 0.4^2 / 12.
        assertThat(squares / point.length).isCloseTo(0.16 / 12, within(0.0015));
    }

    @Test
    void refusesWhatIsNoBound() {
        assertThatThrownBy(() -> new Bound(Norm.L2, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("epsilon must be a finite number of 255ths above 0, got 0.0");
        assertThatThrownBy(() -> new Bound(Norm.L2, Double.NaN)).hasMessageContaining("got NaN");
        assertThatThrownBy(() -> Norm.named("l1")).hasMessage("Unknown norm 'l1' (expected: linf, l2)");
        assertThat(Norm.named("l2")).isEqualTo(Norm.L2);
        assertThat(Norm.named("linf")).isEqualTo(Norm.LINF);
    }
}
