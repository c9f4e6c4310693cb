package org.clipspark.model.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.evaluation.classification.Evaluation;

class LinearProbeTest {
    private static final ProbeSettings SETTINGS = new ProbeSettings(0.1, 60, 0, 3);

    /** Three classes around three corners, {@code spread} wide. */
    private static LabelledEmbeddings corners(int each, double spread, long seed) {
        Random random = new Random(seed);
        int classes = 3;
        float[] values = new float[each * classes * 4];
        int[] labels = new int[each * classes];
        for (int row = 0; row < labels.length; row++) {
            labels[row] = row % classes;
            for (int d = 0; d < 4; d++) {
                values[row * 4 + d] = (float) ((d == labels[row] ? 1 : 0) + spread * random.nextGaussian());
            }
        }
        return new LabelledEmbeddings(values, 4, labels, classes);
    }

    private static float[] weights(LinearProbe probe) {
        return probe.network().params().reshape(15).toFloatVector();
    }

    @Test
    void tellsSeparableClassesApart() {
        LinearProbe probe = LinearProbe.train(corners(20, 0.05, 1), SETTINGS);

        Evaluation evaluation = probe.evaluate(corners(30, 0.05, 2));

        assertThat(evaluation.accuracy()).isEqualTo(1);
        assertThat(evaluation.getConfusionMatrix().getCount(2, 2)).isEqualTo(30);
    }

    @Test
    void learnsTheSameFromTheSameSeed() {
        LabelledEmbeddings embeddings = corners(10, 0.5, 4);

        LinearProbe probe = LinearProbe.train(embeddings, SETTINGS);
        LinearProbe again = LinearProbe.train(embeddings, SETTINGS);
        LinearProbe other = LinearProbe.train(embeddings, new ProbeSettings(0.1, 60, 0, 4));

        assertThat(weights(again)).containsExactly(weights(probe));
        assertThat(weights(other)).isNotEqualTo(weights(probe));
    }

    @Test
    void weightDecayKeepsWeightsSmall() {
        LabelledEmbeddings embeddings = corners(10, 0.1, 5);

        LinearProbe free = LinearProbe.train(embeddings, SETTINGS);
        LinearProbe held = LinearProbe.train(embeddings, SETTINGS.withWeightDecay(5));

        assertThat(held.network().params().norm2Number().doubleValue())
                .isLessThan(0.5 * free.network().params().norm2Number().doubleValue());
    }

    @Test
    void searchesTheDecayThatDoesBestOnHeldOutEmbeddings() {
        LabelledEmbeddings training = corners(4, 0.4, 6);
        LabelledEmbeddings validation = corners(40, 0.4, 7);
        ProbeSettings few = new ProbeSettings(0.1, 5, 0, 3);

        LinearProbe probe = LinearProbe.search(training, validation, few);

        double chosen = probe.settings().weightDecay();
        assertThat(chosen).isBetween(1e-6, 100.0);
        double withChosen = LinearProbe.train(training, few.withWeightDecay(chosen))
                .evaluate(validation)
                .accuracy();
        double withMost = LinearProbe.train(training, few.withWeightDecay(100))
                .evaluate(validation)
                .accuracy();
        assertThat(withChosen).isGreaterThanOrEqualTo(withMost);
    }

    @Test
    void takesAFewOfEachClass() {
        LabelledEmbeddings all = new LabelledEmbeddings(
                new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, 1, new int[] {0, 0, 0, 0, 0, 0, 0, 1, 1, 2}, 4);

        LabelledEmbeddings few = all.fewShot(2, 11);

        assertThat(few.size()).isEqualTo(5);
        assertThat(few.toDataSet().getLabels().sum(0).toFloatVector()).containsExactly(2, 2, 1, 0);
        assertThat(few.toDataSet().getFeatures().toFloatVector()).endsWith(7, 8, 9);
        assertThat(all.fewShot(2, 11).toDataSet().getFeatures())
                .isEqualTo(few.toDataSet().getFeatures());
        assertThat(all.fewShot(2, 12).toDataSet().getFeatures())
                .isNotEqualTo(few.toDataSet().getFeatures());
    }

    @Test
    void namesWhatDoesNotFit() {
        assertThatThrownBy(() -> new LabelledEmbeddings(new float[3], 2, new int[2], 2))
                .hasMessageContaining("got 3 numbers of width 2, 2 labels of 2 classes");
        assertThatThrownBy(() -> new LabelledEmbeddings(new float[2], 1, new int[] {0, 2}, 2))
                .hasMessage("Labels must be 0 to 1, got 2");
        assertThatThrownBy(() -> corners(1, 0, 1).fewShot(0, 1))
                .hasMessageContaining("at least 1 of each class, got 0");
        assertThatThrownBy(() -> new ProbeSettings(0, 1, 0, 0)).hasMessageContaining("got 0.0 and 1");
        assertThatThrownBy(() -> new ProbeSettings(1, 1, Double.NaN, 0)).hasMessageContaining("got NaN");
        LinearProbe probe = LinearProbe.train(corners(1, 0, 1), SETTINGS);
        LabelledEmbeddings narrow = new LabelledEmbeddings(new float[2], 1, new int[2], 3);
        assertThatThrownBy(() -> probe.evaluate(narrow))
                .hasMessage("Embeddings of width 4 and 3 classes do not go with width 1 and 3 classes");
    }
}
