package org.clipspark.job.eval.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.clipspark.job.eval.statistic.Calibration;
import org.junit.jupiter.api.Test;

class ClassOutcomesTest {
    private static final float LN2 = (float) Math.log(2);
    /** Probabilities 1/2, 1/4, 1/4 and 1/4, 1/4, 1/2 and 1/3 three times. */
    private static final float[] LOGITS = {LN2, 0, 0, 0, 0, LN2, 5, 5, 5};

    private final ClassOutcomes outcomes = ClassOutcomes.of(LOGITS, 3, new int[] {0, 1, 2});

    @Test
    void ranksTheRightClassAndNamesTheFirst() {
        // The second image has class 1 after class 0, which scores the same, and class 2.
        assertThat(new int[] {outcomes.rank(0), outcomes.rank(1), outcomes.rank(2)})
                .containsExactly(0, 2, 2);
        assertThat(new int[] {outcomes.predicted(0), outcomes.predicted(1), outcomes.predicted(2)})
                .containsExactly(0, 2, 0);
        assertThat(outcomes.logit(2)).isEqualTo(5);
        assertThat(outcomes.hits(1)).containsExactly(1, 0, 0);
        assertThat(outcomes.isAmong(3)).containsExactly(true, true, true);
    }

    @Test
    void knowsTheProbabilities() {
        assertThat(outcomes.confidences()).containsExactly(new double[] {0.5, 0.5, 1 / 3d}, within(1e-7));
        assertThat(outcomes.negativeLogLikelihoods())
                .containsExactly(new double[] {Math.log(2), Math.log(4), Math.log(3)}, within(1e-7));
        // (1/2)^2 + 2 (1/4)^2; (1/4)^2 + (3/4)^2 + (1/2)^2; 2 (1/3)^2 + (2/3)^2
        assertThat(outcomes.brierScores()).containsExactly(new double[] {0.375, 0.875, 2 / 3d}, within(1e-7));
    }

    @Test
    void aPerfectScorerHasNoError() {
        ClassOutcomes perfect = ClassOutcomes.of(new float[] {0, 900, 900, 0}, 2, new int[] {1, 0});

        assertThat(perfect.negativeLogLikelihoods()).containsExactly(0, 0);
        assertThat(perfect.brierScores()).containsExactly(0, 0);
        assertThat(Calibration.equalWidth(perfect.confidences(), perfect.isAmong(1), 15)
                        .expectedError())
                .isZero();
    }

    @Test
    void partsOfTheClassesGiveWhatAllGive() {
        ClassTally first = new ClassTally(new int[] {1}, 2);
        first.add(0, 0, new float[] {0.1f, 0.4f}, 2, 0.4f);
        ClassTally second = new ClassTally(new int[] {1}, 2);
        second.add(0, 2, new float[] {0.9f, 0.2f}, 2, 0.4f);
        ClassTally whole = new ClassTally(new int[] {1}, 2);
        whole.add(0, 0, new float[] {0.1f, 0.4f, 0.9f, 0.2f}, 4, 0.4f);

        first.append(second);

        ClassOutcomes parts = first.outcomes(4);
        ClassOutcomes all = whole.outcomes(4);
        assertThat(parts.rank(0)).isEqualTo(all.rank(0)).isEqualTo(1);
        assertThat(parts.predicted(0)).isEqualTo(all.predicted(0)).isEqualTo(2);
        assertThat(parts.logit(0)).isEqualTo(all.logit(0)).isCloseTo(1.8, within(1e-6));
        assertThat(parts.brierScores()).containsExactly(all.brierScores(), within(1e-12));
        assertThat(parts.negativeLogLikelihoods()).containsExactly(all.negativeLogLikelihoods(), within(1e-12));
    }

    @Test
    void listsTheMostFrequentConfusionsFirst() {
        ClassOutcomes confused =
                ClassOutcomes.of(new float[] {0, 1, 0, 1, 1, 0, 0, 1, 1, 0}, 2, new int[] {0, 0, 1, 1, 1});

        assertThat(confused.confusions(5))
                .containsExactly(new ClassOutcomes.Confusion(0, 1, 2), new ClassOutcomes.Confusion(1, 0, 2));
        assertThat(confused.confusions(1)).hasSize(1);
    }

    @Test
    void refusesLogitsThatDoNotFit() {
        assertThatThrownBy(() -> ClassOutcomes.of(LOGITS, 2, new int[] {0}))
                .hasMessage("9 logits do not make a row of 2 classes for each of 1 images");
        assertThatThrownBy(() -> ClassOutcomes.of(LOGITS, 9, new int[] {9}))
                .hasMessage("Label 9 of image 0 is not one of the 9 classes");
        assertThatThrownBy(() -> ClassOutcomes.of(new float[] {Float.NaN}, 1, new int[] {0}))
                .hasMessage("Image 0 has a logit of NaN");
    }
}
