package org.clipspark.model.input;

import java.io.Serializable;
import java.util.SplittableRandom;
import org.clipspark.image.ColourAdjustment;
import org.clipspark.image.RgbImage;

/**
 * Random changes of colour, as torchvision's ColorJitter makes them on Pillow's images: brightness, contrast, saturation
 * and hue in random order, each by a factor that is uniform in its range.
 *
 * @param probability share of the images that are changed, 0 to 1
 * @param brightness factor within {@code 1 - brightness}, at least 0, and {@code 1 + brightness}; 0 or more
 * @param contrast factor, as for brightness
 * @param saturation factor, as for brightness
 * @param hue part of a whole turn of the hues, either way; 0 to 0.5
 */
public record ColourJitter(double probability, double brightness, double contrast, double saturation, double hue)
        implements Serializable {
    /** Colours stay as they are. */
    public static final ColourJitter NONE = new ColourJitter(0, 0, 0, 0, 0);

    private static final int CHANGES = 4;

    /** Checks the ranges. */
    public ColourJitter {
        within("probability", probability, 1);
        within("brightness", brightness, Double.MAX_VALUE);
        within("contrast", contrast, Double.MAX_VALUE);
        within("saturation", saturation, Double.MAX_VALUE);
        within("hue", hue, 0.5);
    }

    private static void within(String key, double value, double most) {
        if (!(value >= 0 && value <= most)) {
            throw new IllegalArgumentException("colourJitter." + key + " must be "
                    + (most == Double.MAX_VALUE ? "0 or a positive number" : "within 0 and " + most) + ", got "
                    + value);
        }
    }

    /** The image as this draw changes it. */
    RgbImage of(RgbImage image, SplittableRandom random) {
        if (random.nextDouble() >= probability) {
            return image;
        }
        int[] order = order(random);
        double[] draws = random.doubles(CHANGES).toArray();
        RgbImage changed = image;
        for (int change : order) {
            changed = changed(changed, change, draws[change]);
        }
        return changed;
    }

    /** The four changes, every order equally likely. */
    static int[] order(SplittableRandom random) {
        int[] order = {0, 1, 2, 3};
        for (int i = CHANGES - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[other];
            order[other] = swapped;
        }
        return order;
    }

    private RgbImage changed(RgbImage image, int change, double draw) {
        return switch (change) {
            case 0 -> brightness == 0 ? image : ColourAdjustment.brightness(image, factor(brightness, draw));
            case 1 -> contrast == 0 ? image : ColourAdjustment.contrast(image, factor(contrast, draw));
            case 2 -> saturation == 0 ? image : ColourAdjustment.saturation(image, factor(saturation, draw));
            default -> hue == 0 ? image : ColourAdjustment.hue(image, hue * (2 * draw - 1));
        };
    }

    private static double factor(double strength, double draw) {
        double least = Math.max(0, 1 - strength);
        return least + (1 + strength - least) * draw;
    }
}
