package org.clipspark.job.eval.robustness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.DoubleStream;
import org.clipspark.job.eval.robustness.ShiftBaseline.Accuracies;
import org.junit.jupiter.api.Test;

class ShiftBaselineTest {
    private static double sigmoid(double logit) {
        return 1 / (1 + Math.exp(-logit));
    }

    private static double logit(double accuracy) {
        return Math.log(accuracy / (1 - accuracy));
    }

    @Test
    void givesTheKnownRobustnessOfALargeModelOnImageNetV2() {
        // ViT-B-32 of LAION-400M has 62.93 % on ImageNet and 55.06 % on ImageNetV2.
        assertThat(ShiftBaseline.IMAGENET_V2.expected(0.6293)).isCloseTo(0.5002, within(1e-4));
        assertThat(ShiftBaseline.IMAGENET_V2.effectiveRobustness(0.5506, 0.6293))
                .isCloseTo(0.050, within(5e-4));
    }

    @Test
    void refitsItsOwnLine() {
        List<Accuracies> models = DoubleStream.of(0.3, 0.5, 0.6, 0.8)
                .mapToObj(clean -> new Accuracies(clean, sigmoid(0.9 * logit(clean) - 0.5)))
                .toList();

        ShiftBaseline fit = ShiftBaseline.fit("ours", models);

        assertThat(fit.slopes().get(0)).isCloseTo(0.9, within(1e-9));
        assertThat(fit.intercept()).isCloseTo(-0.5, within(1e-9));
        assertThat(fit.describe()).isEqualTo("logit(shift) = 0.9000 logit(clean) - 0.5000, R2 = 1.0000, n = 4 (ours)");
        assertThat(fit.effectiveRobustness(sigmoid(-0.5) + 0.01, 0.5)).isCloseTo(0.01, within(1e-9));
    }

    @Test
    void fitsTwoCleanDataSetsAtOnce() {
        double[][] clean = {{0.3, 0.4}, {0.5, 0.4}, {0.6, 0.7}, {0.8, 0.6}, {0.7, 0.9}};
        List<Accuracies> models = DoubleStream.of(0, 1, 2, 3, 4)
                .mapToObj(i -> clean[(int) i])
                .map(pair -> new Accuracies(
                        List.of(pair[0], pair[1]), sigmoid(0.6 * logit(pair[0]) + 0.3 * logit(pair[1]) - 0.2)))
                .toList();

        ShiftBaseline fit = ShiftBaseline.fit("two", models);

        assertThat(fit.slopes().get(0)).isCloseTo(0.6, within(1e-9));
        assertThat(fit.slopes().get(1)).isCloseTo(0.3, within(1e-9));
        assertThat(fit.expected(0.5, 0.5)).isCloseTo(sigmoid(-0.2), within(1e-9));
        assertThat(fit.describe()).startsWith("logit(shift) = 0.6000 logit(clean 1) + 0.3000 logit(clean 2) - 0.2000");
    }

    @Test
    void measuresWhatAChangeWins() {
        assertThat(ShiftBaseline.relativeRobustness(0.40, 0.43)).isCloseTo(0.03, within(1e-12));
    }

    @Test
    void refusesPercentAndTooFewModels() {
        assertThatThrownBy(() -> ShiftBaseline.IMAGENET_V2.expected(62.93))
                .hasMessage("An accuracy with a logit is a fraction above 0 and below 1, got 62.93");
        assertThatThrownBy(() -> ShiftBaseline.IMAGENET_V2.expected(0.6, 0.5))
                .hasMessageContaining("takes accuracies on 1 clean data sets, got 2");
        assertThatThrownBy(() -> ShiftBaseline.fit("few", List.of(new Accuracies(0.5, 0.4), new Accuracies(0.6, 0.5))))
                .hasMessage("A baseline of 1 clean data sets needs at least 3 models, got 2");
        assertThatThrownBy(() -> ShiftBaseline.relativeRobustness(40, 0.4))
                .hasMessage("The accuracy before must be a fraction from 0 to 1, got 40.0");
    }
}
