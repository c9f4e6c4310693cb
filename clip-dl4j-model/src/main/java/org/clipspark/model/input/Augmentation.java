package org.clipspark.model.input;

import java.io.Serializable;
import java.util.SplittableRandom;
import org.clipspark.image.ColourAdjustment;
import org.clipspark.image.RgbImage;

/**
 * How a training image may differ from its original: a random part of it, resized, perhaps mirrored, its colours changed
 * or taken away.
 *
 * @param minimumScale least share of the area that the part covers, above 0
 * @param maximumScale largest share of the area that the part covers, at most 1
 * @param minimumRatio least width over height of the part, above 0
 * @param maximumRatio largest width over height of the part
 * @param flipProbability share of the images that are mirrored left to right, 0 to 1
 * @param colourJitter random changes of colour
 * @param greyscaleProbability share of the images that become grey, 0 to 1
 */
public record Augmentation(
        double minimumScale,
        double maximumScale,
        double minimumRatio,
        double maximumRatio,
        double flipProbability,
        ColourJitter colourJitter,
        double greyscaleProbability)
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
        probability("flipProbability", flipProbability);
        probability("greyscaleProbability", greyscaleProbability);
    }

    private static void probability(String key, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("Augmentation " + key + " must be within 0 and 1, got " + value);
        }
    }

    /** The image in the colours of this draw. */
    RgbImage recoloured(RgbImage image, SplittableRandom random) {
        RgbImage changed = colourJitter.of(image, random);
        return random.nextDouble() < greyscaleProbability ? ColourAdjustment.greyscale(changed) : changed;
    }
}
