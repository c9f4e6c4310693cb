package org.clipspark.model.layer.convnext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.clipspark.model.layer.Mode;
import org.junit.jupiter.api.Test;

class StochasticDepthTest {
    private static final StochasticDepth DEPTH = new StochasticDepth(3, 0.25);

    private static List<Integer> dropped(long seed, int first, int batch) {
        return DEPTH.choose(new Pass(Mode.TRAINING, seed, first), batch).dropped();
    }

    @Test
    void dropsAsOftenAsItsRateInEveryStep() {
        int all = 0;
        for (int seed = 0; seed < 100; seed++) {
            all += dropped(seed, 0, 100).size();
        }

        assertThat(all / 10_000.0).isCloseTo(0.25, within(0.02));
    }

    @Test
    void drawsTheSameForTheSameSeedAndOtherwiseAnew() {
        assertThat(dropped(7, 0, 64)).isEqualTo(dropped(7, 0, 64)).isNotEqualTo(dropped(8, 0, 64));
        assertThat(dropped(7, 0, 64))
                .isNotEqualTo(new StochasticDepth(4, 0.25)
                        .choose(new Pass(Mode.TRAINING, 7, 0), 64)
                        .dropped());
    }

    @Test
    void drawsAChunkAsAPartOfItsBatch() {
        List<Integer> chunks = new ArrayList<>(dropped(7, 0, 24));
        dropped(7, 24, 40).forEach(sample -> chunks.add(24 + sample));

        assertThat(chunks).isEqualTo(dropped(7, 0, 64)).isNotEmpty();
    }

    @Test
    void makesUpForWhatItDrops() {
        assertThat(DEPTH.choose(new Pass(Mode.TRAINING, 7, 0), 4).factor()).isCloseTo(4 / 3.0, within(1e-12));
    }

    @Test
    void keepsEverythingInEvaluation() {
        assertThat(DEPTH.choose(new Pass(Mode.EVALUATION, 7, 0), 64)).isEqualTo(StochasticDepth.Choice.ALL);
    }

    @Test
    void refusesToDropEverything() {
        assertThatThrownBy(() -> new StochasticDepth(0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A probability of dropping must be from 0 to below 1, got 1.0");
    }
}
