package org.clipspark.job.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RetrievalTest {
    // Three directions in the plane: east, north, west.
    private static final float[] EAST_NORTH_WEST = {1, 0, 0, 1, -1, 0};

    @Test
    void findsEverythingWhereTextsEqualTheirImages() {
        Embeddings images = Embeddings.of(EAST_NORTH_WEST, 2);

        RetrievalResult result = new Retrieval(images, new int[] {0, 1, 2}).evaluate(images);

        assertThat(result.imageToText()).isEqualTo(new RankMetrics(3, 3, 1, 1, 1, 1, 1, 0));
        assertThat(result.textToImage()).isEqualTo(new RankMetrics(3, 3, 1, 1, 1, 1, 1, 0));
    }

    @Test
    void countsAnImageOnceEvenIfTwoCaptionsMatch() {
        Embeddings images = Embeddings.of(EAST_NORTH_WEST, 2);
        Embeddings texts = Embeddings.of(new float[] {1, 0, 1, 0, 0, 1}, 2);

        RetrievalResult result = new Retrieval(texts, new int[] {0, 0, 1}).evaluate(images);

        assertThat(result.imageToText()).isEqualTo(new RankMetrics(2, 3, 1, 1, 1, 1, 1, 0));
        assertThat(result.textToImage().queries()).isEqualTo(3);
        assertThat(result.textToImage().candidates()).isEqualTo(3);
    }

    @Test
    void takesTheBestPlaceAmongAnImagesCaptions() {
        Embeddings images = Embeddings.of(new float[] {1, 0, 0, 1}, 2);
        // Image 0 has a caption that points away from it and one that points at it.
        Embeddings texts = Embeddings.of(new float[] {-1, 0, 1, 0, 0, 1}, 2);

        RetrievalResult result = new Retrieval(texts, new int[] {0, 0, 1}).evaluate(images);

        assertThat(result.imageToText().r1()).isEqualTo(1);
    }

    @Test
    void putsTheLowerIndexFirstAmongEqualScores() {
        Embeddings same = Embeddings.of(new float[] {1, 0, 1, 0, 1, 0}, 2);

        RetrievalResult result = new Retrieval(same, new int[] {0, 1, 2}).evaluate(same);

        // Ranks 0, 1, 2: a model that has collapsed must not look perfect.
        assertThat(result.imageToText()).isEqualTo(new RankMetrics(3, 3, 1 / 3d, 1, 1, 2, 2, 3));
        assertThat(result.textToImage()).isEqualTo(new RankMetrics(3, 3, 1 / 3d, 1, 1, 2, 2, 3));
    }

    @Test
    void roundsTheMedianOfAnEvenNumberDown() {
        // Ranks 0, 1, 2, 3: their median 1.5 rounds down to 1, the second place.
        Embeddings same = Embeddings.of(new float[] {1, 1, 1, 1}, 1);

        RetrievalResult result = new Retrieval(same, new int[] {0, 1, 2, 3}).evaluate(same);

        assertThat(result.imageToText().medianRank()).isEqualTo(2);
        assertThat(result.imageToText().meanRank()).isEqualTo(2.5);
    }

    @Test
    void leavesImagesWithoutTextOutOfTheQueriesOnly() {
        Embeddings images = Embeddings.of(EAST_NORTH_WEST, 2);
        Embeddings texts = Embeddings.of(new float[] {0, 1}, 2);

        RetrievalResult result = new Retrieval(texts, new int[] {1}).evaluate(images);

        assertThat(result.imageToText().queries()).isEqualTo(1);
        assertThat(result.textToImage().candidates()).isEqualTo(3);
    }

    @Test
    void refusesATextWithoutAnImage() {
        Embeddings images = Embeddings.of(EAST_NORTH_WEST, 2);

        assertThatThrownBy(() -> new Retrieval(images, new int[] {0, 1, 3}).evaluate(images))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Text 2 belongs to image 3, but there are 3 images");
    }

    @Test
    void refusesAMapOfAnotherLength() {
        Embeddings texts = Embeddings.of(EAST_NORTH_WEST, 2);

        assertThatThrownBy(() -> new Retrieval(texts, new int[] {0}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Retrieval needs one image index per text and at least one text, got 1 for 3 texts");
    }

    @Test
    void refusesTextsOfAnotherWidth() {
        Embeddings images = Embeddings.of(EAST_NORTH_WEST, 2);
        Embeddings texts = Embeddings.of(new float[] {1, 0, 0}, 3);

        assertThatThrownBy(() -> new Retrieval(texts, new int[] {0}).evaluate(images))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Texts have embeddings of width 3, expected the images' 2");
    }
}
