package org.clipspark.job.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MultiLabelTest {
    private static final Embeddings AXES = Embeddings.of(new float[] {1, 0, 0, 1}, 2);
    // By cosine with east: 0.8, 0.6, 1, 0; by cosine with north: 0.6, 0.8, 0, 1.
    private static final Embeddings IMAGES = Embeddings.of(new float[] {0.8f, 0.6f, 0.6f, 0.8f, 1, 0, 0, 1}, 2);

    @Test
    void averagesPrecisionOverClasses() {
        List<Set<Integer>> labels = List.of(Set.of(0), Set.of(0, 1), Set.of(), Set.of(1));

        MultiLabelResult result = new MultiLabel(AXES, labels).evaluate(IMAGES);

        // East: images 2 (no), 0 (yes), 1 (yes), 3: 1/2 (1/2 + 2/3). North: images 3 and 1 first.
        assertThat(result.averagePrecision().get(0)).isCloseTo(7 / 12d, within(1e-12));
        assertThat(result.averagePrecision().get(1)).isEqualTo(1);
        assertThat(result.meanAveragePrecision()).isCloseTo(19 / 24d, within(1e-12));
        assertThat(result.values()).isEqualTo(Map.of("mean_average_precision", result.meanAveragePrecision()));
    }

    @Test
    void leavesClassesWithoutImagesOut() {
        MultiLabelResult result =
                new MultiLabel(AXES, List.of(Set.of(), Set.of(1), Set.of(), Set.of(1))).evaluate(IMAGES);

        assertThat(result.classesSeen()).isEqualTo(1);
        assertThat(result.averagePrecision().get(0)).isNaN();
        assertThat(result.meanAveragePrecision()).isEqualTo(1);
    }

    @Test
    void aModelThatMapsAllToOnePointScoresTheShareOfImages() {
        Embeddings same = Embeddings.of(new float[] {1, 0, 1, 0, 1, 0, 1, 0}, 2);

        MultiLabelResult result = new MultiLabel(AXES, List.of(Set.of(0), Set.of(), Set.of(), Set.of())).evaluate(same);

        assertThat(result.meanAveragePrecision()).isEqualTo(0.25);
    }

    @Test
    void refusesLabelsThatDoNotFit() {
        assertThatThrownBy(() -> new MultiLabel(AXES, List.of(Set.of(2))))
                .hasMessage("Label 2 of image 0 is not one of the 2 classes");
        assertThatThrownBy(() -> new MultiLabel(AXES, List.of(Set.of(1))).evaluate(IMAGES))
                .hasMessage("4 images, but labels of 1");
    }
}
