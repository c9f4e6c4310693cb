package org.clipspark.job.config;

import java.io.Serializable;

/**
 * Section {@code loss}.
 *
 * @param name the contrastive loss
 * @param maximumLogitScale upper bound of the learnt factor on cosine similarities, at least 1; CLIP's is 100
 */
public record LossSettings(Kind name, double maximumLogitScale) implements Serializable {
    /** Contrastive losses. */
    public enum Kind {
        /** Cross entropy over rows and columns of the similarity matrix. */
        SOFTMAX,
        /** Binary cross entropy of every pair; the model needs {@code init_logit_bias}. */
        SIGMOID
    }

    /** Checks the values. */
    public LossSettings {
        if (!Double.isFinite(maximumLogitScale) || maximumLogitScale < 1) {
            throw new IllegalArgumentException(
                    "loss.maximumLogitScale must be a number of at least 1, got " + maximumLogitScale);
        }
    }
}
