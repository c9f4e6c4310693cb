package org.clipspark.job.robust.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.clipspark.job.robust.attack.bound.Bound;
import org.clipspark.job.robust.attack.bound.Norm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GradientAttackTest {
    private static final int LENGTH = LinearTarget.PIXELS.length();
    private static final LinearTarget TARGET = LinearTarget.drawn(5, 3);
    private static final AttackSamples SAMPLES = LinearTarget.samples(TARGET, 32);

    private static float[] constant(float value) {
        float[] values = new float[LENGTH];
        Arrays.fill(values, value);
        return values;
    }

    /** The brighter an image, the surer it is of class 0; black is of either class. */
    private static AttackedImages bright(Attack attack, float brightness) {
        return attack.run(
                new LinearTarget(constant(1), constant(-1)),
                new AttackSamples(LinearTarget.PIXELS, constant(brightness), new int[] {0}, new long[] {1}));
    }

    @Test
    void oneStepOfTheSignDarkensEveryValueByEpsilon() {
        AttackedImages attacked = bright(new Fgsm(new Bound(Norm.LINF, 51)), 0.5f);

        // Still brighter than black, so still of class 0, but less surely.
        for (float value : attacked.images()) {
            assertThat(value).isEqualTo(0.3f);
        }
        assertThat(attacked.isRobust(0)).isTrue();
        assertThat(attacked.result().steps()).hasSize(2);
        assertThat(attacked.result().steps().get(1).meanLoss())
                .isGreaterThan(attacked.result().steps().get(0).meanLoss());
    }

    @Test
    void anImageThatIsDarkenedToBlackTiesAndStaysWithTheFirstClass() {
        AttackedImages attacked = bright(new Pgd(new Bound(Norm.LINF, 51), 10.2, 10, 0, 1), 0.1f);

        assertThat(attacked.images()).containsOnly(0);
        assertThat(attacked.result().robustAccuracy()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void everyImageIsExactlyWithinTheBound(Norm norm) {
        double epsilon = norm == Norm.LINF ? 8 : 60;
        for (Attack attack : new Attack[] {
            new Fgsm(new Bound(norm, epsilon)), new Pgd(new Bound(norm, epsilon), epsilon / 3, 7, 2, 5)
        }) {
            float[] images = attack.run(TARGET, SAMPLES).images();

            for (int row = 0; row < SAMPLES.count(); row++) {
                double greatest = 0;
                double squares = 0;
                for (int i = row * LENGTH; i < (row + 1) * LENGTH; i++) {
                    double difference = (double) images[i] - SAMPLES.images()[i];
                    greatest = Math.max(greatest, Math.abs(difference));
                    squares += difference * difference;
                    assertThat(images[i]).isBetween(0f, 1f);
                }
                double size = norm == Norm.LINF ? greatest : Math.sqrt(squares);
                assertThat(size <= epsilon / 255).isTrue();
                assertThat(size > 0).isEqualTo(row % 4 != 3);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void manyStepsFoolAtLeastWhatOneStepFools(Norm norm) {
        for (double epsilon : norm == Norm.LINF ? new double[] {2, 6, 12} : new double[] {10, 40, 80}) {
            Bound bound = new Bound(norm, epsilon);

            AttackResult one = new Fgsm(bound).run(TARGET, SAMPLES).result();
            AttackResult many =
                    new Pgd(bound, epsilon / 4, 10, 2, 7).run(TARGET, SAMPLES).result();

            assertThat(many.successRate()).isGreaterThanOrEqualTo(one.successRate());
            assertThat(many.cleanAccuracy()).isEqualTo(0.75);
        }
    }

    @Test
    void theLogShowsLossAndSuccessRising() {
        AttackResult result = new Pgd(new Bound(Norm.LINF, 6), 1.5, 8, 0, 7)
                .run(TARGET, SAMPLES)
                .result();

        assertThat(result.steps()).hasSize(9);
        assertThat(result.successCurve()).isSorted().first().isEqualTo(0.0);
        assertThat(result.successCurve().get(8)).isGreaterThan(0).isEqualTo(result.successRate());
        assertThat(result.meanLosses().get(8)).isGreaterThan(result.meanLosses().get(0));
        // All images once, then the 24 that are right nine times.
        assertThat(result.queries()).isEqualTo(32 + 9 * 24);
    }

    @Test
    void furtherRunsAttackWhatIsLeftAndFoolNoLess() {
        Bound bound = new Bound(Norm.LINF, 6);

        AttackResult one = new Pgd(bound, 3, 3, 1, 7).run(TARGET, SAMPLES).result();
        AttackResult three = new Pgd(bound, 3, 3, 3, 7).run(TARGET, SAMPLES).result();

        assertThat(three.steps()).hasSize(12);
        assertThat(three.steps().subList(0, 4)).isEqualTo(one.steps());
        assertThat(three.steps().get(4).images())
                .isEqualTo(24 - one.steps().get(3).fooled());
        assertThat(three.robustAccuracy()).isLessThanOrEqualTo(one.robustAccuracy());
    }

    @Test
    void anEndlessBudgetFoolsAllAndTheRemainingRunsHaveNothingToDo() {
        AttackResult result = new Pgd(new Bound(Norm.LINF, 255), 64, 5, 3, 7)
                .run(TARGET, SAMPLES)
                .result();

        assertThat(result.robustAccuracy()).isZero();
        assertThat(result.successRate()).isEqualTo(1);
        assertThat(result.steps()).hasSize(18);
        assertThat(result.steps().get(17)).isEqualTo(new AttackStep(0, 0, 24));
    }

    @Test
    void imagesBesideAnImageDoNotMatter() {
        Pgd attack = new Pgd(new Bound(Norm.L2, 40), 10, 4, 2, 7);
        AttackedImages together = attack.run(TARGET, SAMPLES);

        AttackResult sum = AttackResult.empty();
        for (int row = SAMPLES.count() - 1; row >= 0; row--) {
            AttackedImages alone = attack.run(TARGET, SAMPLES.select(new int[] {row}));
            assertThat(alone.images())
                    .isEqualTo(Arrays.copyOfRange(together.images(), row * LENGTH, (row + 1) * LENGTH));
            assertThat(alone.isRobust(0)).isEqualTo(together.isRobust(row));
            sum = sum.plus(alone.result());
        }

        assertThat(sum.robust()).isEqualTo(together.result().robust());
        assertThat(sum.queries()).isEqualTo(together.result().queries());
        assertThat(sum.successCurve()).isEqualTo(together.result().successCurve());
    }

    @Test
    void equalSeedsGiveEqualImagesAndOthersDoNot() {
        Bound bound = new Bound(Norm.LINF, 4);

        float[] once = new Pgd(bound, 1, 2, 1, 7).run(TARGET, SAMPLES).images();

        assertThat(new Pgd(bound, 1, 2, 1, 7).run(TARGET, SAMPLES).images()).isEqualTo(once);
        assertThat(new Pgd(bound, 1, 2, 1, 8).run(TARGET, SAMPLES).images()).isNotEqualTo(once);
    }

    @Test
    void noImagesGiveNoResult() {
        AttackSamples none = SAMPLES.select(new int[0]);

        AttackResult result =
                new Pgd(new Bound(Norm.LINF, 4), 1, 2, 1, 7).run(TARGET, none).result();

        assertThat(result.images()).isZero();
        assertThat(result.successRate()).isNaN();
        assertThat(result.queries()).isZero();
    }

    @Test
    void refusesWhatDoesNotFit() {
        Bound bound = new Bound(Norm.LINF, 4);
        assertThatThrownBy(() -> new Pgd(bound, 0, 1, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("stepSize must be a finite number of 255ths above 0, got 0.0");
        assertThatThrownBy(() -> new Pgd(bound, 1, 0, 0, 1)).hasMessage("steps must be at least 1, got 0");
        assertThatThrownBy(() -> new Pgd(bound, 1, 1, -1, 1)).hasMessage("randomStarts must be at least 0, got -1");
        assertThatThrownBy(() -> new AttackSamples(LinearTarget.PIXELS, new float[48], new int[2], new long[2]))
                .hasMessage("48 values, 2 labels and 2 keys do not belong to the same images of 48 values");
        float[] normalised = constant(0.5f);
        normalised[7] = -0.1f;
        assertThatThrownBy(() -> new AttackSamples(LinearTarget.PIXELS, normalised, new int[1], new long[1]))
                .hasMessage("Image 0 holds -0.1, expected values in [0, 1]: undo the model's normalisation first");
        AttackSamples sixth = new AttackSamples(LinearTarget.PIXELS, constant(0.5f), new int[] {5}, new long[] {1});
        assertThatThrownBy(() -> new Fgsm(bound).run(TARGET, sixth)).hasMessage("Label 5 is not one of the 5 classes");
    }
}
