package org.clipspark.job.eval;

import java.util.Arrays;
import org.clipspark.job.eval.outcome.ClassOutcomes;
import org.clipspark.job.eval.outcome.ClassTally;

/**
 * Zero-shot classification as in CLIP: an image belongs to the class whose text embedding is nearest. Of classes that
 * score the same the first counts as nearer.
 */
public final class ZeroShot implements Evaluator {
    /** Factor between cosine and logit, the same for every model so that logits compare. */
    public static final float LOGIT_SCALE = 100;

    private final Embeddings classifier;
    private final int[] labels;

    /**
     * Prepares the measure.
     *
     * @param classifier {@code [classes, E]}, see {@link #classifier}
     * @param labels {@code [N]}, the class of each image
     * @throws IllegalArgumentException if there is no class or a label is out of range
     */
    public ZeroShot(Embeddings classifier, int[] labels) {
        if (classifier.rows() == 0) {
            throw new IllegalArgumentException("Zero-shot classification needs at least one class, got none");
        }
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classifier.rows()) {
                throw new IllegalArgumentException("Label " + labels[i] + " of image " + i + " is not one of the "
                        + classifier.rows() + " classes");
            }
        }
        this.classifier = classifier;
        this.labels = labels.clone();
    }

    /**
     * One embedding per class: the mean of its prompts' embeddings, brought back to unit length.
     *
     * @param prompts {@code [classes * templates, E]}, class-major as {@link PromptTemplates#prompts} lists them
     * @param classes number of classes
     * @return {@code [classes, E]}
     * @throws IllegalArgumentException if the prompts do not divide among the classes
     */
    public static Embeddings classifier(Embeddings prompts, int classes) {
        if (classes < 1 || prompts.rows() == 0 || prompts.rows() % classes != 0) {
            throw new IllegalArgumentException(prompts.rows() + " prompts do not divide among " + classes + " classes");
        }
        int width = prompts.width();
        int templates = prompts.rows() / classes;
        float[] means = new float[classes * width];
        double[] sums = new double[width];
        for (int c = 0; c < classes; c++) {
            Arrays.fill(sums, 0);
            for (int i = 0; i < templates * width; i++) {
                sums[i % width] += prompts.values()[c * templates * width + i];
            }
            for (int k = 0; k < width; k++) {
                means[c * width + k] = (float) (sums[k] / templates);
            }
        }
        return Embeddings.normalised(means, width);
    }

    /**
     * Scores of every image against every class: {@code 100 * cosine}.
     *
     * @param images {@code [N, E]}
     * @return {@code [N, classes]}, row-major
     */
    public float[] logits(Embeddings images) {
        images.checkSameWidth(classifier, "Classes");
        int classes = classifier.rows();
        float[] logits = new float[Math.multiplyExact(images.rows(), classes)];
        blocks(images).forEachPanel(panel -> (row, first, products, count) -> {
            for (int j = 0; j < count; j++) {
                logits[row * classes + first + j] = LOGIT_SCALE * products[j];
            }
        });
        return logits;
    }

    @Override
    public ZeroShotResult evaluate(Embeddings images) {
        return ZeroShotResult.of(outcomes(images));
    }

    /**
     * What became of each image, of which {@link #evaluate} gives the sums.
     *
     * @param images {@code [N, E]}
     * @throws IllegalArgumentException as {@link #evaluate} does
     */
    public ClassOutcomes outcomes(Embeddings images) {
        images.checkSameWidth(classifier, "Classes");
        if (images.rows() != labels.length) {
            throw new IllegalArgumentException(images.rows() + " images, but " + labels.length + " labels");
        }
        ClassTally[] panels = new ClassTally[blocks(images).panels()];
        Arrays.setAll(panels, panel -> new ClassTally(labels, LOGIT_SCALE));
        blocks(images)
                .forEachPanel(panel -> (row, first, products, count) ->
                        panels[panel].add(row, first, products, count, images.dot(row, classifier, labels[row])));
        for (int panel = 1; panel < panels.length; panel++) {
            panels[0].append(panels[panel]);
        }
        return panels[0].outcomes(classifier.rows());
    }

    private SimilarityBlocks blocks(Embeddings images) {
        return new SimilarityBlocks(images, classifier, SimilarityBlocks.COLUMNS);
    }
}
