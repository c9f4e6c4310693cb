package org.clipspark.job.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.clipspark.job.eval.outcome.RetrievalOutcomes;
import org.junit.jupiter.api.Test;

class RetrievalOutcomesTest {
    // East, north, west; the middle image has no text, the last has two.
    private static final Embeddings IMAGES = Embeddings.of(new float[] {1, 0, 0, 1, -1, 0}, 2);
    private static final Embeddings TEXTS = Embeddings.of(new float[] {1, 0, 0.6f, 0.8f, -1, 0}, 2);
    private static final Retrieval RETRIEVAL = new Retrieval(TEXTS, new int[] {0, 2, 2});

    @Test
    void tellsTheRankOfEveryQuery() {
        RetrievalOutcomes outcomes = RETRIEVAL.outcomes(IMAGES);

        assertThat(outcomes.imageToText().images()).containsExactly(0, 2);
        assertThat(outcomes.imageToText().ranks()).containsExactly(0, 0);
        assertThat(outcomes.textToImage().images()).containsExactly(0, 2, 2);
        // The second text belongs to the west and is north-east: north and east come first.
        assertThat(outcomes.textToImage().ranks()).containsExactly(0, 2, 0);
        assertThat(outcomes.textToImage().hits(1)).containsExactly(1, 0, 1);
        assertThat(outcomes.textToImage().rank(1)).isEqualTo(2);
        assertThat(outcomes.images()).isEqualTo(3);
        assertThat(outcomes.texts()).isEqualTo(3);
        assertThat(RetrievalResult.of(outcomes)).isEqualTo(RETRIEVAL.evaluate(IMAGES));
    }

    @Test
    void tellsWhatAFailedQueryFound() {
        assertThat(RETRIEVAL.firstImage(IMAGES, 1)).isEqualTo(1);
        assertThat(RETRIEVAL.firstText(IMAGES, 1)).isEqualTo(1);
        assertThat(RETRIEVAL.firstText(IMAGES, 0)).isZero();
    }

    @Test
    void givesEqualRanksForAnyChunk() {
        Random random = new Random(5);
        float[] left = new float[40 * 8];
        float[] right = new float[120 * 8];
        for (int i = 0; i < right.length; i++) {
            right[i] = random.nextInt(3) - 1;
            left[i % left.length] = random.nextInt(3) - 1;
        }
        Embeddings images = Embeddings.normalised(left, 8);
        Embeddings texts = Embeddings.normalised(right, 8);
        int[] owner = random.ints(120, 0, 40).toArray();

        RetrievalOutcomes whole = new Retrieval(texts, owner, 120).outcomes(images);

        for (int chunk : new int[] {1, 7, 119}) {
            RetrievalOutcomes parts = new Retrieval(texts, owner, chunk).outcomes(images);
            assertThat(parts.imageToText().ranks())
                    .containsExactly(whole.imageToText().ranks());
            assertThat(parts.imageToText().tied())
                    .containsExactly(whole.imageToText().tied());
            assertThat(parts.textToImage().ranks())
                    .containsExactly(whole.textToImage().ranks());
            assertThat(parts.textToImage().tied())
                    .containsExactly(whole.textToImage().tied());
        }
        assertThat(Arrays.stream(whole.textToImage().tied()).sum())
                .as("planted ties")
                .isPositive();
    }
}
