package org.clipspark.job.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ClassSubsetTest {
    // East, north-east, north, and two images: one a little north of east, one north.
    private static final float HALF = (float) Math.sqrt(0.5);
    private static final Embeddings CLASSES = Embeddings.of(new float[] {1, 0, HALF, HALF, 0, 1}, 2);
    private static final Embeddings IMAGES = Embeddings.of(new float[] {0.8f, 0.6f, 0, 1}, 2);
    private static final int[] LABELS = {0, 2};

    @Test
    void choosesAmongTheSubsetOnly() {
        ClassSubset subset = new ClassSubset(new int[] {2, 0}, 3);

        ZeroShot full = new ZeroShot(CLASSES, LABELS);
        ZeroShot among = new ZeroShot(subset.classifier(CLASSES), subset.labels(LABELS));

        // Among all, north-east (0.99) beats east (0.8) for the first image; without it the image is right.
        assertThat(full.evaluate(IMAGES).top1()).isEqualTo(0.5);
        assertThat(among.evaluate(IMAGES).top1()).isEqualTo(1);
        assertThat(among.outcomes(IMAGES).predicted(0)).isEqualTo(1);
        assertThat(subset.original(1)).isZero();
    }

    @Test
    void refusesClassesThatAreNotThere() {
        assertThatThrownBy(() -> new ClassSubset(new int[] {0, 3}, 3))
                .hasMessage("Class 3 is not one of the 3 classes");
        assertThatThrownBy(() -> new ClassSubset(new int[] {1, 1}, 3)).hasMessage("Class 1 is twice in the subset");
        assertThatThrownBy(() -> new ClassSubset(new int[0], 3))
                .hasMessage("A subset needs at least one class, got none");
        ClassSubset subset = new ClassSubset(new int[] {0}, 3);
        assertThatThrownBy(() -> subset.labels(LABELS))
                .hasMessage("Label 2 of image 1 is not one of the 1 classes that stay");
        assertThatThrownBy(() -> subset.classifier(IMAGES))
                .hasMessage("The subset is of 3 classes, but the classifier has 2");
    }
}
