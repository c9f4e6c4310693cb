package org.clipspark.job.robust.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class AttackResultTest {
    /** Ten images, eight right, of which the two steps fool one and two more. */
    private static final AttackResult RESULT =
            new AttackResult(10, 8, 5, List.of(new AttackStep(8, 2, 1), new AttackStep(8, 6, 3)), 26);

    @Test
    void countsSuccessOnTheImagesRightAtFirstAndOnAll() {
        assertThat(RESULT.cleanAccuracy()).isEqualTo(0.8);
        assertThat(RESULT.robustAccuracy()).isEqualTo(0.5);
        assertThat(RESULT.successRate()).isEqualTo(3 / 8.0);
        assertThat(RESULT.successRateOnAll()).isEqualTo(0.5);
        assertThat(RESULT.successCurve()).containsExactly(1 / 8.0, 3 / 8.0);
        assertThat(RESULT.meanLosses()).containsExactly(0.25, 0.75);
    }

    @Test
    void batchesAddUp() {
        AttackResult other = new AttackResult(2, 1, 0, List.of(new AttackStep(1, 1, 0), new AttackStep(1, 4, 1)), 4);

        AttackResult sum = AttackResult.empty().plus(RESULT).plus(other).plus(AttackResult.empty());

        assertThat(sum)
                .isEqualTo(new AttackResult(12, 9, 5, List.of(new AttackStep(9, 3, 1), new AttackStep(9, 10, 4)), 30));
    }

    @Test
    void resultsOfDifferentAttacksDoNotAddUp() {
        AttackResult shorter = new AttackResult(2, 1, 0, List.of(new AttackStep(1, 1, 0)), 4);

        assertThatThrownBy(() -> RESULT.plus(shorter))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Results of different attacks do not add up: 2 and 1 steps");
    }

    @Test
    void warnsOnlyIfTheAttackWithoutGradientsIsAhead() {
        AttackResult ahead = new AttackResult(10, 8, 4, List.of(), 100);

        assertThat(RESULT.maskingWarning(ahead))
                .hasValue(
                        "Masked gradients: the attack without gradients fools 50.0 % of the images right at first, the"
                                + " one with them 37.5 %. Do not take its robust accuracy for robustness.");
        assertThat(RESULT.maskingWarning(RESULT)).isEmpty();
        assertThat(ahead.maskingWarning(RESULT)).isEmpty();
    }

    @Test
    void refusesToCompareDifferentImagesAndImpossibleCounts() {
        assertThatThrownBy(() -> RESULT.maskingWarning(new AttackResult(9, 8, 4, List.of(), 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The attacks saw different images: 8 right of 10 and 8 right of 9");
        assertThatThrownBy(() -> new AttackResult(3, 4, 1, List.of(), 1))
                .hasMessage("Counts must fall from images to right to robust, got images=3 right=4 robust=1 queries=1");
        assertThatThrownBy(() -> new AttackStep(-1, 0, 0))
                .hasMessage("Counts of images must not be negative, got images=-1 fooled=0");
    }
}
