package org.clipspark.job.eval.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.clipspark.job.eval.Embeddings;
import org.clipspark.model.dl4j.ProbeSettings;
import org.junit.jupiter.api.Test;

class ProbeEvaluationTest {
    private static final int CLASSES = 6;
    private static final ProbePlan PLAN = new ProbePlan(ProbePlan.ALL_ROWS, 0.25, new ProbeSettings(0.1, 10, 0, 3), 1);

    /** Six classes around six corners. */
    private static ProbeEvaluation.Split corners(int each, double spread, long seed) {
        Random random = new Random(seed);
        float[] values = new float[each * CLASSES * 8];
        int[] labels = new int[each * CLASSES];
        for (int row = 0; row < labels.length; row++) {
            labels[row] = row % CLASSES;
            for (int d = 0; d < 8; d++) {
                values[row * 8 + d] = (float) ((d == labels[row] ? 1 : 0) + spread * random.nextGaussian());
            }
        }
        return new ProbeEvaluation.Split(Embeddings.normalised(values, 8), labels);
    }

    @Test
    void tellsSeparableClassesApart() {
        ProbeEvaluation evaluation = ProbeEvaluation.of(corners(8, 0.05, 1), corners(10, 0.05, 2), CLASSES, PLAN);

        assertThat(evaluation.result().top1()).isEqualTo(1);
        assertThat(evaluation.result().top5()).isEqualTo(1);
        assertThat(evaluation.result().meanPerClassRecall()).isEqualTo(1);
        assertThat(evaluation.trainedOn()).isEqualTo(48);
        assertThat(evaluation.weightDecay()).as("searched").isBetween(1e-6, 100.0);
    }

    @Test
    void learnsFromAFewOfEachClass() {
        ProbePlan one = new ProbePlan(1, 0.25, new ProbeSettings(0.1, 60, 0, 3), 1);

        ProbeEvaluation evaluation = ProbeEvaluation.of(corners(8, 0.05, 1), corners(10, 0.05, 2), CLASSES, one);

        assertThat(evaluation.trainedOn()).isEqualTo(CLASSES);
        assertThat(evaluation.weightDecay()).as("nothing to search by").isZero();
        assertThat(evaluation.result().top1()).isEqualTo(1);
    }

    @Test
    void learnsMoreFromMoreWhereClassesOverlap() {
        ProbeEvaluation.Split training = corners(40, 0.5, 3);
        ProbeEvaluation.Split test = corners(60, 0.5, 4);

        double few = ProbeEvaluation.of(training, test, CLASSES, PLAN.withShots(2))
                .result()
                .top1();
        double all = ProbeEvaluation.of(training, test, CLASSES, PLAN).result().top1();

        assertThat(all).isGreaterThan(few).isBetween(0.5, 0.95);
    }

    @Test
    void choosesRowsByTheSeed() {
        int[] labels = {0, 1, 0, 1, 0, 1, 0, 1, 0, 2};
        ProbePlan two = PLAN.withShots(2);

        RowChoice choice = RowChoice.of(labels, two);

        assertThat(choice.rows()).hasSize(5).contains(9).isSorted();
        assertThat(Arrays.stream(choice.rows()).map(row -> labels[row])).containsExactlyInAnyOrder(0, 0, 1, 1, 2);
        // One of two is held back, the only row of class 2 is not.
        assertThat(choice.validation()).hasSize(2).doesNotContain(9).doesNotContainAnyElementsOf(choice.training());
        assertThat(RowChoice.of(labels, two)).isEqualTo(choice);
        assertThat(RowChoice.of(labels, new ProbePlan(2, 0.25, ProbeSettings.DEFAULT, 5)))
                .isNotEqualTo(choice);
        assertThat(RowChoice.of(labels, new ProbePlan(0, 0, ProbeSettings.DEFAULT, 5))
                        .validation())
                .isEmpty();
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> PLAN.withShots(-1)).hasMessage("shots must be at least 1, or 0 for all rows, got -1");
        assertThatThrownBy(() -> new ProbePlan(0, 1, ProbeSettings.DEFAULT, 0))
                .hasMessage("validationShare must be at least 0 and below 1, got 1.0");
        assertThatThrownBy(() -> new ProbeEvaluation.Split(Embeddings.of(new float[] {1}, 1), new int[2]))
                .hasMessage("A probe needs images with a label each, got 1 images and 2 labels");
        ProbeEvaluation.Split narrow = new ProbeEvaluation.Split(Embeddings.of(new float[] {1}, 1), new int[1]);
        assertThatThrownBy(() -> ProbeEvaluation.of(corners(2, 0.05, 1), narrow, CLASSES, PLAN))
                .hasMessageContaining("do not go with width 1");
    }
}
