package org.clipspark.job.robust.attack;

import java.io.Serializable;

/**
 * One step of an attack, summed over images.
 *
 * @param images that were still under attack: right at first and, when the run of steps began, not fooled yet
 * @param lossSum sum of their cross-entropies, in nats, at this step
 * @param fooled images right at first that have been misclassified at this or an earlier step
 */
public record AttackStep(long images, double lossSum, long fooled) implements Serializable {
    /** Checks the counts. */
    public AttackStep {
        if (images < 0 || fooled < 0) {
            throw new IllegalArgumentException(
                    "Counts of images must not be negative, got images=" + images + " fooled=" + fooled);
        }
    }

    /** Mean cross-entropy of the images under attack; not a number without any. */
    public double meanLoss() {
        return lossSum / images;
    }

    /** The same step over the images of both. */
    AttackStep plus(AttackStep other) {
        return new AttackStep(images + other.images, lossSum + other.lossSum, fooled + other.fooled);
    }
}
