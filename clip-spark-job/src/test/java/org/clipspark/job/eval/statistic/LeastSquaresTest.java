package org.clipspark.job.eval.statistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LeastSquaresTest {
    @Test
    void fitsALine() {
        // Through (0, 1), (1, 2), (2, 6): slope 5/2, constant 1/2, residuals 1/2, -1, 1/2 of a variance of 14.
        LeastSquares fit = LeastSquares.line(new double[] {0, 1, 2}, new double[] {1, 2, 6});

        assertThat(fit.slopes().get(0)).isCloseTo(2.5, within(1e-12));
        assertThat(fit.constant()).isCloseTo(0.5, within(1e-12));
        assertThat(fit.rSquared()).isCloseTo(1 - 1.5 / 14, within(1e-12));
        assertThat(fit.at(10)).isCloseTo(25.5, within(1e-12));
    }

    @Test
    void findsTwoSlopes() {
        double[][] features = {{1, 0}, {0, 1}, {1, 1}, {2, 5}};
        double[] y = new double[4];
        for (int i = 0; i < 4; i++) {
            y[i] = 3 * features[i][0] - 2 * features[i][1] + 7;
        }

        LeastSquares fit = LeastSquares.fit(features, y);

        assertThat(fit.slopes().get(0)).isCloseTo(3, within(1e-12));
        assertThat(fit.slopes().get(1)).isCloseTo(-2, within(1e-12));
        assertThat(fit.constant()).isCloseTo(7, within(1e-12));
        assertThat(fit.rSquared()).isCloseTo(1, within(1e-12));
    }

    @Test
    void refusesFeaturesThatDoNotDiffer() {
        assertThatThrownBy(() -> LeastSquares.line(new double[] {2, 2, 2}, new double[] {1, 2, 3}))
                .hasMessage("A fit needs samples whose features differ, and not all alike");
        assertThatThrownBy(() -> LeastSquares.fit(new double[][] {{1, 2}, {2, 4}, {3, 6}}, new double[3]))
                .hasMessage("A fit needs samples whose features differ, and not all alike");
        assertThatThrownBy(() -> LeastSquares.line(new double[] {2}, new double[] {1}))
                .hasMessage("A fit of 1 features needs at least 2 samples, got 1 and 1");
        assertThatThrownBy(() -> LeastSquares.line(new double[] {2, 1}, new double[] {1, Double.NaN}))
                .hasMessage("Sample 1 of a fit must have 1 features, all numbers finite");
    }
}
