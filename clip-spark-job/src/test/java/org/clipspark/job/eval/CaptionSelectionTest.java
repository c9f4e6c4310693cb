package org.clipspark.job.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CaptionSelectionTest {
    private static Embeddings rows(float... values) {
        return Embeddings.of(values, 2);
    }

    @Test
    void choosesTheCaptionThatScoresHigher() {
        // East each time: right by 1 > 0, wrong by 0.6 < 0.8, wrong by a tie.
        Embeddings images = rows(1, 0, 1, 0, 1, 0);

        boolean[] choices =
                CaptionSelection.choices(images, rows(1, 0, 0.6f, 0.8f, 1, 0), rows(0, 1, 0.8f, 0.6f, 1, 0));

        assertThat(choices).containsExactly(true, false, false);
        assertThat(CaptionSelection.fraction(choices)).isEqualTo(1 / 3d);
    }

    @Test
    void scoresPairsByTextByImageAndByBoth() {
        // Scores of image with caption (aa, ab, ba, bb): (1, 0, 0, 1) fits; (0.8, 0.6, 0.96, 1): each image prefers its
        // own
        // caption, but caption a prefers image b; (0.8, -0.96, 0.6, 0.28): each caption prefers its own image, but
        // image b
        // prefers caption a; all the same.
        Embeddings imagesA = rows(1, 0, 1, 0, 0, 1, 1, 0);
        Embeddings captionsA = rows(1, 0, 0.8f, 0.6f, 0.6f, 0.8f, 1, 0);
        Embeddings imagesB = rows(0, 1, 0.6f, 0.8f, 1, 0, 1, 0);
        Embeddings captionsB = rows(0, 1, 0.6f, 0.8f, 0.28f, -0.96f, 1, 0);

        CaptionSelection.PairOutcomes pairs = CaptionSelection.pairs(imagesA, captionsA, imagesB, captionsB);

        assertThat(pairs.text()).containsExactly(true, true, false, false);
        assertThat(pairs.image()).containsExactly(true, false, true, false);
        assertThat(pairs.group()).containsExactly(true, false, false, false);
    }

    @Test
    void refusesOtherShapes() {
        assertThatThrownBy(() -> CaptionSelection.choices(rows(1, 0), rows(1, 0), rows(1, 0, 0, 1)))
                .hasMessage("Selection needs as many rows of one width on all sides, got 1 x 2 and 2 x 2");
    }
}
