package org.clipspark.job.eval.statistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CalibrationTest {
    // Two bins: 0.3 and 0.5 (one right: accuracy 0.5, confidence 0.4), 0.9 and 0.7 (both right, confidence 0.8).
    private static final double[] CONFIDENCE = {0.3, 0.5, 0.9, 0.7};
    private static final boolean[] RIGHT = {false, true, true, true};

    @Test
    void averagesTheDistanceOfConfidenceAndAccuracy() {
        Calibration calibration = Calibration.equalWidth(CONFIDENCE, RIGHT, 2);

        assertThat(calibration.bins()).hasSize(2);
        assertThat(calibration.bins().get(0)).isEqualTo(new Calibration.Bin(0, 0.5, 2, 0.4, 0.5));
        assertThat(calibration.bins().get(1)).isEqualTo(new Calibration.Bin(0.5, 1, 2, 0.8, 1));
        assertThat(calibration.expectedError()).isCloseTo((0.1 + 0.2) / 2, within(1e-12));
        assertThat(calibration.largestError()).isCloseTo(0.2, within(1e-12));
    }

    @Test
    void leavesEmptyBinsOut() {
        assertThat(Calibration.equalWidth(new double[] {0, 1}, new boolean[2], 15)
                        .bins())
                .extracting(Calibration.Bin::samples)
                .containsExactly(1, 1);
    }

    @Test
    void fillsAdaptiveBinsEvenly() {
        Calibration calibration =
                Calibration.equalSamples(new double[] {0.99, 0.9, 0.95, 0.98, 0.2}, new boolean[5], 2);

        assertThat(calibration.bins()).extracting(Calibration.Bin::samples).containsExactly(2, 3);
        assertThat(calibration.bins()).extracting(Calibration.Bin::low).containsExactly(0.2, 0.95);
        assertThat(calibration.bins()).extracting(Calibration.Bin::high).containsExactly(0.9, 0.99);
        assertThat(Calibration.equalSamples(CONFIDENCE, RIGHT, 15).bins()).hasSize(4);
    }

    @Test
    void findsNoErrorInAPerfectScorer() {
        double[] sure = {1, 1, 1};
        boolean[] right = {true, true, true};

        assertThat(Calibration.equalWidth(sure, right, Calibration.USUAL_BINS).expectedError())
                .isZero();
        assertThat(Calibration.equalSamples(sure, right, Calibration.USUAL_BINS).expectedError())
                .isZero();
    }

    @Test
    void findsLittleErrorWhereModelsAreAsRightAsTheySay() {
        SplittableRandom random = new SplittableRandom(1);
        double[] confidence = random.doubles(100_000).toArray();
        boolean[] right = new boolean[confidence.length];
        for (int i = 0; i < right.length; i++) {
            right[i] = random.nextDouble() < confidence[i];
        }

        assertThat(Calibration.equalWidth(confidence, right, 15).expectedError())
                .isLessThan(0.01);
        assertThat(Calibration.equalWidth(confidence, new boolean[right.length], 15)
                        .expectedError())
                .isCloseTo(0.5, within(0.01));
    }

    @Test
    void refusesPercent() {
        assertThatThrownBy(() -> Calibration.equalWidth(new double[] {0.5, 80}, new boolean[2], 15))
                .hasMessage("Confidence of sample 1 must be from 0 to 1, got 80.0");
        assertThatThrownBy(() -> Calibration.equalWidth(new double[0], new boolean[0], 15))
                .hasMessageStartingWith("Calibration needs samples with an answer each");
    }
}
