package org.clipspark.model.input;

import java.io.Serializable;

/**
 * How a training image may differ from its original: a random part of it, resized, perhaps mirrored.
 *
 * @param minimumScale least share of the area that the part covers, above 0
 * @param maximumScale largest share of the area that the part covers, at most 1
 * @param minimumRatio least width over height of the part, above 0
 * @param maximumRatio largest width over height of the part
 * @param flipProbability share of the images that are mirrored left to right, 0 to 1
 */
public record Augmentation(
        double minimumScale, double maximumScale, double minimumRatio, double maximumRatio, double flipProbability)
        implements Serializable {
    /** Checks the ranges. */
    public Augmentation {
        if (!(minimumScale > 0 && minimumScale <= maximumScale && maximumScale <= 1)) {
            throw new IllegalArgumentException(
                    "Augmentation scales must be 0 < minimumScale <= maximumScale <= 1, got minimumScale="
                            + minimumScale + " maximumScale=" + maximumScale);
        }
        if (!(minimumRatio > 0 && minimumRatio <= maximumRatio && maximumRatio < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "Augmentation ratios must be 0 < minimumRatio <= maximumRatio, got minimumRatio=" + minimumRatio
                            + " maximumRatio=" + maximumRatio);
        }
        if (!(flipProbability >= 0 && flipProbability <= 1)) {
            throw new IllegalArgumentException(
                    "Augmentation flipProbability must be within 0 and 1, got " + flipProbability);
        }
    }
}
