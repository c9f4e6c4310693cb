package org.clipspark.image.corrupt.digital;

import org.clipspark.image.RgbImage;
import org.clipspark.image.corrupt.plane.Channels;

/** Changes of value, saturation and contrast in real numbers; results are new images, each sample cut downwards. */
public final class ColourShift {
    private static final double WHITE = 255;

    private ColourShift() {}

    private interface Change {
        /** Writes the changed colour, samples 0 to 1, over {@code colour}. */
        void apply(double[] colour);
    }

    /** Raises the value of hue, saturation and value. */
    public static RgbImage brighter(RgbImage image, double more) {
        return each(image, colour -> {
            double value = most(colour);
            double raised = Math.min(1, value + more);
            for (int c = 0; c < colour.length; c++) {
                // Black has no saturation: it becomes a grey.
                colour[c] = value == 0 ? raised : raised - (value - colour[c]) * (raised / value);
            }
        });
    }

    /** Makes the saturation of hue, saturation and value {@code factor} times as large and {@code more}, at most 1. */
    public static RgbImage saturated(RgbImage image, double factor, double more) {
        return each(image, colour -> {
            double value = most(colour);
            double range = value - Math.min(colour[0], Math.min(colour[1], colour[2]));
            double saturation = value == 0 ? 0 : range / value;
            double changed = Math.min(1, saturation * factor + more);
            for (int c = 0; c < colour.length; c++) {
                // Greys have the hue 0, which is red.
                double below = range > 0 ? (value - colour[c]) / range : c == 0 ? 0 : 1;
                colour[c] = value - value * changed * below;
            }
        });
    }

    /** Moves each channel towards its mean, of which a distance of {@code factor} times as much is left. */
    public static RgbImage contrast(RgbImage image, double factor) {
        long[] sums = new long[RgbImage.CHANNELS];
        byte[] pixels = image.pixels();
        for (int i = 0; i < pixels.length; i++) {
            sums[i % RgbImage.CHANNELS] += pixels[i] & 0xff;
        }
        double count = WHITE * pixels.length / RgbImage.CHANNELS;
        return each(image, colour -> {
            for (int c = 0; c < colour.length; c++) {
                double mean = sums[c] / count;
                colour[c] = (colour[c] - mean) * factor + mean;
            }
        });
    }

    private static double most(double[] colour) {
        return Math.max(colour[0], Math.max(colour[1], colour[2]));
    }

    private static RgbImage each(RgbImage image, Change change) {
        byte[] from = image.pixels();
        byte[] to = new byte[from.length];
        double[] colour = new double[RgbImage.CHANNELS];
        for (int i = 0; i < from.length; i += colour.length) {
            for (int c = 0; c < colour.length; c++) {
                colour[c] = (from[i + c] & 0xff) / WHITE;
            }
            change.apply(colour);
            for (int c = 0; c < colour.length; c++) {
                to[i + c] = Channels.level(colour[c]);
            }
        }
        return new RgbImage(image.width(), image.height(), to);
    }
}
