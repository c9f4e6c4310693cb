package org.clipspark.job.eval.probe;

import java.util.Arrays;
import org.clipspark.job.eval.Embeddings;
import org.clipspark.job.eval.ZeroShotResult;
import org.clipspark.job.eval.outcome.ClassOutcomes;
import org.clipspark.model.dl4j.LabelledEmbeddings;
import org.clipspark.model.dl4j.LinearProbe;

/**
 * A linear probe's test.
 *
 * @param trainedOn rows that the final fit learnt from
 * @param weightDecay that it used
 * @param outcomes of the test images
 * @param result their sums: top-1, top-5 and mean per class
 */
public record ProbeEvaluation(int trainedOn, double weightDecay, ClassOutcomes outcomes, ZeroShotResult result) {
    /** Labelled images. */
    public static final class Split {
        private final Embeddings images;
        private final int[] labels;

        /**
         * Images and their classes; the labels are copied.
         *
         * @param images {@code [N, E]}
         * @param labels {@code [N]}
         * @throws IllegalArgumentException if the lengths differ or there are none
         */
        public Split(Embeddings images, int[] labels) {
            if (images.rows() != labels.length || labels.length == 0) {
                throw new IllegalArgumentException("A probe needs images with a label each, got " + images.rows()
                        + " images and " + labels.length + " labels");
            }
            this.images = images;
            this.labels = labels.clone();
        }

        private LabelledEmbeddings select(int[] rows, int classes) {
            int[] chosen = Arrays.stream(rows).map(row -> labels[row]).toArray();
            return new LabelledEmbeddings(images.select(rows).values(), images.width(), chosen, classes);
        }
    }

    /**
     * Learns from some or all training images and tests on all test images. The weight decay is chosen on a share of the
     * chosen rows; the final fit takes all of them.
     *
     * @param training to learn from
     * @param test never learnt from, nor chosen by
     * @param classes how many there are, at least 2
     * @throws IllegalArgumentException if a label is no class or the widths differ
     */
    public static ProbeEvaluation of(Split training, Split test, int classes, ProbePlan plan) {
        RowChoice choice = RowChoice.of(training.labels, plan);
        LinearProbe probe;
        if (choice.validation().isEmpty()) {
            probe = LinearProbe.train(training.select(choice.rows(), classes), plan.learning());
        } else {
            probe = LinearProbe.search(
                    training.select(choice.trainingRows(), classes),
                    training.select(choice.validationRows(), classes),
                    plan.learning());
        }
        int[] all = new int[test.labels.length];
        Arrays.setAll(all, row -> row);
        float[] logits = probe.logits(test.select(all, classes));
        ClassOutcomes outcomes = ClassOutcomes.of(logits, classes, test.labels);
        return new ProbeEvaluation(
                choice.rows().length, probe.settings().weightDecay(), outcomes, ZeroShotResult.of(outcomes));
    }
}
