package org.clipspark.job.eval.robustness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CorruptionScoreTest {
    private static final CorruptionReference REFERENCE =
            CorruptionReference.of("old", 0.2, Map.of("fog", List.of(0.4, 0.6), "snow", List.of(0.8, 0.8)));

    @Test
    void dividesSumsOfErrorsByThoseOfTheReference() {
        CorruptionScore score =
                CorruptionScore.of(0.1, Map.of("fog", List.of(0.2, 0.4), "snow", List.of(0.3, 0.5)), REFERENCE);

        assertThat(score.errors().get("fog")).isCloseTo(0.6 / 1.0, within(1e-12));
        assertThat(score.errors().get("snow")).isCloseTo(0.8 / 1.6, within(1e-12));
        assertThat(score.mean()).isCloseTo(0.55, within(1e-12));
        // Beyond clean errors: (0.3 - 0.1) / (0.5 - 0.2) and (0.4 - 0.1) / (0.8 - 0.2).
        assertThat(score.relativeErrors().get("fog")).isCloseTo(2 / 3d, within(1e-12));
        assertThat(score.relativeErrors().get("snow")).isCloseTo(0.5, within(1e-12));
        assertThat(score.relativeMean()).isCloseTo((2 / 3d + 0.5) / 2, within(1e-12));
        assertThat(score.reference()).isEqualTo("old");
    }

    @Test
    void givesAlexNetItselfOne() {
        Map<String, List<Double>> own = new LinkedHashMap<>();
        CorruptionReference.ALEXNET.errors().forEach((corruption, error) -> own.put(corruption, List.of(error)));

        CorruptionScore score = CorruptionScore.of(0.43478, own, CorruptionReference.ALEXNET);

        assertThat(score.errors()).hasSize(15);
        assertThat(score.mean()).isCloseTo(1, within(1e-12));
        assertThat(score.relativeMean()).isCloseTo(1, within(1e-12));
    }

    @Test
    void knowsPublishedErrorsOfAlexNet() {
        // Table 1 of the paper, in percent.
        assertThat(CorruptionReference.ALEXNET.errors().get("gaussian_noise")).isCloseTo(0.886, within(1e-3));
        assertThat(CorruptionReference.ALEXNET.errors().get("brightness")).isCloseTo(0.565, within(1e-3));
        assertThat(CorruptionReference.ALEXNET.errors().get("jpeg_compression")).isCloseTo(0.607, within(1e-3));
    }

    @Test
    void hasNoRelativeErrorWhereTheReferenceLosesNothing() {
        CorruptionReference blind = CorruptionReference.of("blind", 0.5, Map.of("fog", List.of(0.5)));

        CorruptionScore score = CorruptionScore.of(0.1, Map.of("fog", List.of(0.2)), blind);

        assertThat(score.mean()).isCloseTo(0.4, within(1e-12));
        assertThat(score.relativeMean()).isNaN();
    }

    @Test
    void refusesAMeanOverSomeCorruptionsOnly() {
        assertThatThrownBy(() -> CorruptionScore.of(0.1, Map.of("fog", List.of(0.2), "rain", List.of(0.1)), REFERENCE))
                .hasMessage("A score by old needs exactly its corruptions: missing [snow], unknown [rain]");
        assertThatThrownBy(() -> CorruptionReference.of("old", 20, Map.of("fog", List.of(0.2))))
                .hasMessage("The clean error of old must be a fraction from 0 to 1, got 20.0");
        assertThatThrownBy(() -> CorruptionReference.of("old", 0.2, Map.of("fog", List.of(0.0))))
                .hasMessage("Reference old makes no error on fog: nothing can be divided by it");
        assertThatThrownBy(() -> CorruptionReference.of("old", 0.2, Map.of("fog", List.of())))
                .hasMessage("Corruption fog has no severity");
    }
}
