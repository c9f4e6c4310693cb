package org.clipspark.job.robust.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ClassScoresTest {
    private static final ClassScores TWO_ROWS = new ClassScores(new float[] {1, 1, 0, 0, 2, 1}, 3);

    @Test
    void theFirstOfEqualScoresWins() {
        assertThat(TWO_ROWS.isRight(0, 0)).isTrue();
        assertThat(TWO_ROWS.isRight(0, 1)).isFalse();
        assertThat(TWO_ROWS.isRight(0, 2)).isFalse();
        assertThat(TWO_ROWS.isRight(1, 1)).isTrue();
    }

    @Test
    void theMarginIsTheLeadOverTheBestOther() {
        assertThat(TWO_ROWS.margin(0, 0)).isZero();
        assertThat(TWO_ROWS.margin(1, 1)).isEqualTo(1);
        assertThat(TWO_ROWS.margin(1, 0)).isEqualTo(-2);
    }

    @Test
    void theLossIsTheCrossEntropy() {
        double e = Math.E;

        assertThat(TWO_ROWS.loss(0, 0)).isCloseTo(-Math.log(e / (2 * e + 1)), within(1e-12));
        assertThat(TWO_ROWS.loss(1, 0)).isCloseTo(-Math.log(1 / (1 + e * e + e)), within(1e-12));
    }

    @Test
    void theGradientIsTheSoftmaxLessTheRightClass() {
        double[] gradient = TWO_ROWS.lossGradient(0, 1);

        double sum = 2 * Math.E + 1;
        assertThat(gradient).containsExactly(new double[] {Math.E / sum, Math.E / sum - 1, 1 / sum}, within(1e-12));
    }

    @Test
    void aSureAnswerStillHasALossAndAGradient() {
        ClassScores sure = new ClassScores(new float[] {100, 0, 20}, 3);

        assertThat(sure.loss(0, 0)).isCloseTo(Math.exp(-80), within(1e-40));
        assertThat(sure.lossGradient(0, 0)[0]).isCloseTo(-Math.exp(-80), within(1e-40));
        assertThat(sure.lossGradient(0, 0)[2]).isCloseTo(Math.exp(-80), within(1e-40));
    }
}
