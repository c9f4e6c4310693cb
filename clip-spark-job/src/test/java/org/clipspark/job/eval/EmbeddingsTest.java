package org.clipspark.job.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EmbeddingsTest {
    @Test
    void dividesRowsByTheirLength() {
        assertThat(Embeddings.normalised(new float[] {3, 4, 0, 0}, 2).values()).containsExactly(0.6f, 0.8f, 0, 0);
    }

    @Test
    void refusesRowsThatWereNeverNormalised() {
        assertThatThrownBy(() -> Embeddings.of(new float[] {1, 0, 3, 4}, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Embedding row 1 has length 5.0, expected 1: normalise it first");
    }

    @Test
    void refusesWhatADivergedModelGives() {
        assertThatThrownBy(() -> Embeddings.normalised(new float[] {1, 0, Float.NaN, 4}, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Embedding row 1 holds NaN, expected finite numbers: the model has diverged");
    }

    @Test
    void refusesAPartOfARow() {
        assertThatThrownBy(() -> Embeddings.of(new float[] {1, 0, 0}, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Embeddings of 3 values are no whole rows of width 2");
    }
}
