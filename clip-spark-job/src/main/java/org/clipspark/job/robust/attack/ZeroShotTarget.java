package org.clipspark.job.robust.attack;

import org.clipspark.job.eval.Embeddings;
import org.clipspark.job.eval.ZeroShot;
import org.clipspark.model.ClipModel;
import org.clipspark.model.input.PixelSpace;

/**
 * Zero-shot classification by a model: the logits are those of {@link ZeroShot}, 100 times the cosine. An attack goes
 * through normalisation of the pixels, image tower and classifier; the classifier itself stays as it is.
 */
public final class ZeroShotTarget implements AttackTarget {
    private final ClipModel model;
    private final Embeddings classifier;
    private final ZeroShot zeroShot;
    private final PixelSpace pixels;

    /**
     * A target for one thread, as the model is.
     *
     * @param classifier {@code [classes, E]}, see {@link ZeroShot#classifier}
     * @throws IllegalArgumentException if there are fewer than two classes, or they are not as wide as the model's
     *     embeddings
     */
    public ZeroShotTarget(ClipModel model, Embeddings classifier) {
        if (classifier.rows() < 2) {
            throw new IllegalArgumentException("An attack needs at least two classes, got " + classifier.rows());
        }
        if (classifier.width() != model.config().embeddingSize()) {
            throw new IllegalArgumentException("Classes have embeddings of width " + classifier.width()
                    + ", expected the model's " + model.config().embeddingSize());
        }
        this.model = model;
        this.classifier = classifier;
        this.zeroShot = new ZeroShot(classifier, new int[0]);
        this.pixels = new PixelSpace(
                model.config().vision().size(), model.config().vision().patchSize());
    }

    @Override
    public PixelSpace pixels() {
        return pixels;
    }

    @Override
    public int classes() {
        return classifier.rows();
    }

    @Override
    public float[] logits(float[] images) {
        float[] embeddings = model.embedImages(pixels.normalise(images), images.length / pixels.length());
        return scores(embeddings);
    }

    private float[] scores(float[] embeddings) {
        return zeroShot.logits(Embeddings.of(embeddings, classifier.width()));
    }

    @Override
    public void lossGradients(float[] images, int[] labels, float[] logits, float[] gradients) {
        float[] slopes =
                model.imageGradients(pixels.normalise(images), labels.length, (first, embeddings, dEmbeddings) -> {
                    float[] scores = scores(embeddings);
                    System.arraycopy(scores, 0, logits, first * classes(), scores.length);
                    ClassScores rows = new ClassScores(scores, classes());
                    for (int i = 0; i < scores.length / classes(); i++) {
                        writeDirection(rows.lossGradient(i, labels[first + i]), dEmbeddings, i * classifier.width());
                    }
                });
        pixels.gradientToUnitInPlace(slopes);
        System.arraycopy(slopes, 0, gradients, 0, slopes.length);
    }

    /** The loss's gradient by an embedding, stretched: where the model is sure of itself, float32 would make it zero. */
    private void writeDirection(double[] dLogits, float[] to, int at) {
        double[] direction = new double[classifier.width()];
        for (int c = 0; c < dLogits.length; c++) {
            for (int k = 0; k < direction.length; k++) {
                direction[k] += dLogits[c] * classifier.values()[c * direction.length + k];
            }
        }
        double greatest = 0;
        for (double value : direction) {
            greatest = Math.max(greatest, Math.abs(value));
        }
        for (int k = 0; greatest > 0 && k < direction.length; k++) {
            to[at + k] = (float) (direction[k] / greatest);
        }
    }
}
