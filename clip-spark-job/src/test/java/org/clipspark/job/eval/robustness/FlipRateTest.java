package org.clipspark.job.eval.robustness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FlipRateTest {
    @Test
    void aConstantModelNeverFlips() {
        assertThat(FlipRate.of(List.of(new int[] {3, 3, 3}, new int[] {3, 3}), FlipRate.Against.PREVIOUS))
                .isZero();
    }

    @Test
    void averagesOverSequences() {
        // 1 of 2 and 3 of 4 neighbours differ.
        List<int[]> sequences = List.of(new int[] {1, 1, 2}, new int[] {1, 2, 1, 1, 4});

        assertThat(FlipRate.of(sequences, FlipRate.Against.PREVIOUS)).isEqualTo((0.5 + 0.75) / 2);
        // Against the first: 1 of 2 and 2 of 4.
        assertThat(FlipRate.of(sequences, FlipRate.Against.FIRST)).isEqualTo(0.5);
    }

    @Test
    void aModelThatGuessesFlipsNearlyAlways() {
        Random random = new Random(1);
        List<int[]> sequences = IntStream.range(0, 500)
                .mapToObj(i -> random.ints(31, 0, 10).toArray())
                .toList();

        assertThat(FlipRate.of(sequences, FlipRate.Against.PREVIOUS)).isCloseTo(0.9, within(0.01));
        assertThat(FlipRate.of(sequences, FlipRate.Against.FIRST)).isCloseTo(0.9, within(0.01));
    }

    @Test
    void refusesSequencesWithoutAChange() {
        assertThatThrownBy(() -> FlipRate.of(List.of(new int[1]), FlipRate.Against.FIRST))
                .hasMessage("A sequence needs at least 2 predictions, got 1");
        assertThatThrownBy(() -> FlipRate.of(List.of(), FlipRate.Against.FIRST))
                .hasMessage("A flip rate needs at least one sequence, got none");
    }
}
