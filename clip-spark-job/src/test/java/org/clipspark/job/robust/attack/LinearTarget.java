package org.clipspark.job.robust.attack;

import java.util.SplittableRandom;
import org.clipspark.model.input.ImageSize;
import org.clipspark.model.input.PixelSpace;

/** Scores that are scalar products with an image of 4x4 pixels, with gradients by hand. */
class LinearTarget implements AttackTarget {
    static final PixelSpace PIXELS = new PixelSpace(ImageSize.square(4), 2);

    private final float[][] weights;

    LinearTarget(float[]... weights) {
        this.weights = weights;
    }

    /** Weights drawn from that seed. */
    static LinearTarget drawn(int classes, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] weights = new float[classes][PIXELS.length()];
        for (float[] row : weights) {
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) random.nextGaussian();
            }
        }
        return new LinearTarget(weights);
    }

    /** Random images, each labelled as this target classifies it, but every fourth one wrong. */
    static AttackSamples samples(AttackTarget target, int count) {
        SplittableRandom random = new SplittableRandom(17);
        float[] images = new float[count * PIXELS.length()];
        for (int i = 0; i < images.length; i++) {
            images[i] = random.nextInt(256) / 255f;
        }
        ClassScores scores = new ClassScores(target.logits(images), target.classes());
        int[] labels = new int[count];
        long[] keys = new long[count];
        for (int row = 0; row < count; row++) {
            while (!scores.isRight(row, labels[row])) {
                labels[row]++;
            }
            labels[row] = row % 4 == 3 ? (labels[row] + 1) % target.classes() : labels[row];
            keys[row] = 1000L + row;
        }
        return new AttackSamples(PIXELS, images, labels, keys);
    }

    @Override
    public PixelSpace pixels() {
        return PIXELS;
    }

    @Override
    public int classes() {
        return weights.length;
    }

    @Override
    public float[] logits(float[] images) {
        int length = PIXELS.length();
        float[] logits = new float[images.length / length * classes()];
        for (int i = 0; i < logits.length; i++) {
            double sum = 0;
            for (int k = 0; k < length; k++) {
                sum += weights[i % classes()][k] * images[i / classes() * length + k];
            }
            logits[i] = (float) sum;
        }
        return logits;
    }

    @Override
    public void lossGradients(float[] images, int[] labels, float[] logits, float[] gradients) {
        float[] scores = logits(images);
        System.arraycopy(scores, 0, logits, 0, scores.length);
        for (int i = 0; i < gradients.length; i++) {
            int row = i / PIXELS.length();
            double[] slopes = new ClassScores(scores, classes()).lossGradient(row, labels[row]);
            double sum = 0;
            for (int c = 0; c < classes(); c++) {
                sum += slopes[c] * weights[c][i % PIXELS.length()];
            }
            gradients[i] = (float) sum;
        }
    }
}
