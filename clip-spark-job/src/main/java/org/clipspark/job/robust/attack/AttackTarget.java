package org.clipspark.job.robust.attack;

import org.clipspark.model.input.PixelSpace;

/** What is attacked: a classifier of images whose values lie in [0, 1]. */
public interface AttackTarget {
    /** Order of the values of an image. */
    PixelSpace pixels();

    /** Number of classes, at least 2. */
    int classes();

    /**
     * Scores before the softmax.
     *
     * @param images {@code [N][length]}
     * @return {@code [N, classes]}
     */
    float[] logits(float[] images);

    /**
     * Scores, and where the cross-entropy of the right class rises fastest.
     *
     * @param images {@code [N][length]}
     * @param labels {@code [N]}, the right classes
     * @param logits {@code [N, classes]}, filled
     * @param gradients {@code [N][length]}, filled with each image's gradient by its values, up to a positive factor
     */
    void lossGradients(float[] images, int[] labels, float[] logits, float[] gradients);
}
