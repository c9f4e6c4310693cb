package org.clipspark.job.data;

import java.io.Serializable;

/**
 * Section {@code data.augmentation}: the random crop and mirror of training images.
 *
 * @param minimumScale least share of the image's area in the crop, in (0, 1]
 * @param maximumScale largest share, from {@code minimumScale} to 1
 * @param minimumRatio least width over height of the crop, positive
 * @param maximumRatio largest width over height, at least {@code minimumRatio}
 * @param flipProbability share of images that are mirrored left to right, in [0, 1]
 */
public record AugmentationSettings(
        double minimumScale, double maximumScale, double minimumRatio, double maximumRatio, double flipProbability)
        implements Serializable {
    /** Checks the values. */
    public AugmentationSettings {
        if (!(minimumScale > 0 && minimumScale <= maximumScale && maximumScale <= 1)) {
            throw new IllegalArgumentException("data.augmentation must have 0 < minimumScale <= maximumScale <= 1, got "
                    + minimumScale + " and " + maximumScale);
        }
        if (!(minimumRatio > 0 && minimumRatio <= maximumRatio && Double.isFinite(maximumRatio))) {
            throw new IllegalArgumentException("data.augmentation must have 0 < minimumRatio <= maximumRatio, got "
                    + minimumRatio + " and " + maximumRatio);
        }
        if (!(flipProbability >= 0 && flipProbability <= 1)) {
            throw new IllegalArgumentException(
                    "data.augmentation.flipProbability must be in [0, 1], got " + flipProbability);
        }
    }
}
