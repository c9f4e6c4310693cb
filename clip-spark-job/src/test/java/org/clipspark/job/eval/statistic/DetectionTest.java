package org.clipspark.job.eval.statistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DetectionTest {
    @Test
    void perfectScoresTellAllApart() {
        assertThat(Detection.of(new double[] {3, 4, 5}, new double[] {1, 2})).isEqualTo(new Detection(1, 1, 1, 0));
    }

    @Test
    void reversedScoresTellAllWrong() {
        Detection detection = Detection.of(new double[] {1, 2}, new double[] {3, 4});

        assertThat(detection.auroc()).isZero();
        assertThat(detection.fprAt95()).isEqualTo(1);
    }

    @Test
    void equalScoresAreChance() {
        Detection detection = Detection.of(new double[] {1, 1, 1}, new double[] {1});

        assertThat(detection).isEqualTo(new Detection(0.5, 0.75, 0.25, 1));
    }

    @Test
    void countsPairsByHand() {
        // Of the pairs (3 > 2), (3 > 1), (1 < 2), (1 = 1): 2.5 of 4.
        Detection detection = Detection.of(new double[] {3, 1}, new double[] {2, 1});

        assertThat(detection.auroc()).isEqualTo(2.5 / 4);
        // Known first at rank 1 (precision 1), then with all four (precision 1/2).
        assertThat(detection.auprKnown()).isEqualTo(0.5 * 1 + 0.5 * 0.5);
        // By low scores: two at 1 of which one is other (1/2), then 2 (2 of 3).
        assertThat(detection.auprOther()).isCloseTo(0.5 * 0.5 + 0.5 * 2 / 3, within(1e-12));
    }

    @Test
    void takesTheThresholdThatNineteenOfTwentyPass() {
        double[] known = new double[20];
        for (int i = 0; i < 20; i++) {
            known[i] = i;
        }

        // The 19 highest are 1 and above: of the others, 0.5 stays below.
        assertThat(Detection.of(known, new double[] {0.5, 1.5, 30, -1}).fprAt95())
                .isEqualTo(0.5);
    }

    @Test
    void randomScoresAreNearChance() {
        SplittableRandom random = new SplittableRandom(1);

        Detection detection = Detection.of(
                random.doubles(20_000).toArray(), random.doubles(20_000).toArray());

        assertThat(detection.auroc()).isCloseTo(0.5, within(0.01));
        assertThat(detection.auprKnown()).isCloseTo(0.5, within(0.01));
        assertThat(detection.fprAt95()).isCloseTo(0.95, within(0.01));
    }

    @Test
    void averagePrecisionIsScikitLearns() {
        // The example of its documentation: 0.83.
        assertThat(AveragePrecision.of(new double[] {0.1, 0.4, 0.35, 0.8}, new boolean[] {false, false, true, true}))
                .isCloseTo(0.5 * 1 + 0.5 * 2 / 3, within(1e-12));
    }

    @Test
    void averagePrecisionDoesNotDependOnTheOrderOfTies() {
        double[] tied = {1, 1, 0};

        assertThat(AveragePrecision.of(tied, new boolean[] {true, false, false}))
                .isEqualTo(0.5);
        assertThat(AveragePrecision.of(tied, new boolean[] {false, true, false}))
                .isEqualTo(0.5);
        assertThat(AveragePrecision.of(tied, new boolean[3])).isNaN();
    }

    @Test
    void refusesOneKindOnly() {
        assertThatThrownBy(() -> Detection.of(new double[] {1}, new double[0]))
                .hasMessage("Detection needs samples of both kinds, got 1 known and 0 others");
        assertThatThrownBy(() -> Detection.of(new double[] {Double.NaN}, new double[1]))
                .hasMessage("Scores must be finite numbers");
    }
}
