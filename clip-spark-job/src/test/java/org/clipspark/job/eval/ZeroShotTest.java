package org.clipspark.job.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ZeroShotTest {
    private static final Embeddings AXES = Embeddings.of(new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, 3);

    @Test
    void averagesTemplatesAndNormalisesAgain() {
        // Class 0 has east and north, class 1 has north twice.
        Embeddings prompts = Embeddings.of(new float[] {1, 0, 0, 1, 0, 1, 0, 1}, 2);

        Embeddings classifier = ZeroShot.classifier(prompts, 2);

        float half = (float) Math.sqrt(0.5);
        assertThat(classifier.values()).containsExactly(new float[] {half, half, 0, 1}, within(1e-7f));
    }

    @Test
    void averagesRecallOverTheClassesThatOccur() {
        // Class 0: two of three right. Class 1: none of one. Class 2 does not occur.
        Embeddings images = Embeddings.of(new float[] {1, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0}, 3);

        ZeroShotResult result = new ZeroShot(AXES, new int[] {0, 0, 0, 1}).evaluate(images);

        assertThat(result.top1()).isEqualTo(0.5);
        assertThat(result.meanPerClassRecall()).isEqualTo((2 / 3d + 0) / 2);
        assertThat(result.classesSeen()).isEqualTo(2);
        assertThat(result.samples()).isEqualTo(4);
    }

    @Test
    void givesNoTop5ForFewerThanFiveClasses() {
        assertThat(new ZeroShot(AXES, new int[] {0, 1, 2}).evaluate(AXES).top5())
                .isNaN();
    }

    @Test
    void countsTheFifthPlaceAndNotTheSixth() {
        // Six classes whose cosine with the one image falls from class 0 to class 5.
        float[] classes = new float[12];
        for (int c = 0; c < 6; c++) {
            classes[2 * c] = (float) Math.cos(0.2 * c);
            classes[2 * c + 1] = (float) Math.sin(0.2 * c);
        }
        Embeddings classifier = Embeddings.of(classes, 2);
        Embeddings images = Embeddings.of(new float[] {1, 0, 1, 0}, 2);

        assertThat(new ZeroShot(classifier, new int[] {4, 5}).evaluate(images).top5())
                .isEqualTo(0.5);
    }

    @Test
    void prefersTheFirstOfEqualClasses() {
        Embeddings same = Embeddings.of(new float[] {1, 0, 1, 0}, 2);

        assertThat(new ZeroShot(same, new int[] {0, 1}).evaluate(same).top1()).isEqualTo(0.5);
    }

    @Test
    void multipliesCosineByOneHundred() {
        assertThat(new ZeroShot(AXES, new int[] {}).logits(Embeddings.of(new float[] {0, 1, 0}, 3)))
                .containsExactly(0, 100, 0);
    }

    @Test
    void spansSeveralPanelsOfClasses() {
        int classes = 2 * SimilarityBlocks.COLUMNS + 3;
        float[] circle = new float[2 * classes];
        int[] labels = new int[classes];
        for (int c = 0; c < classes; c++) {
            circle[2 * c] = (float) Math.cos(2 * Math.PI * c / classes);
            circle[2 * c + 1] = (float) Math.sin(2 * Math.PI * c / classes);
            labels[c] = c;
        }
        Embeddings points = Embeddings.of(circle, 2);

        ZeroShotResult result = new ZeroShot(points, labels).evaluate(points);

        assertThat(result.top1()).isGreaterThan(0.99);
        assertThat(result.classesSeen()).isEqualTo(classes);
    }

    @Test
    void refusesALabelOutOfRange() {
        assertThatThrownBy(() -> new ZeroShot(AXES, new int[] {0, 3}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Label 3 of image 1 is not one of the 3 classes");
    }

    @Test
    void refusesImagesWithoutLabels() {
        assertThatThrownBy(() -> new ZeroShot(AXES, new int[] {0}).evaluate(AXES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("3 images, but 1 labels");
    }

    @Test
    void refusesPromptsThatDoNotDivideAmongTheClasses() {
        assertThatThrownBy(() -> ZeroShot.classifier(AXES, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("3 prompts do not divide among 2 classes");
    }
}
