package org.clipspark.image.corrupt.plane;

import java.util.function.UnaryOperator;
import org.clipspark.image.RgbImage;

/**
 * An image as three planes of one size.
 *
 * @param red samples 0 to 1
 * @param green samples 0 to 1
 * @param blue samples 0 to 1
 */
public record Channels(Plane red, Plane green, Plane blue) {
    private static final int WHITE = 255;
    // A sum of single-precision products that stands for a whole level may fall short of it by less than this.
    private static final double SLACK = 1.0 / 1024;

    /** The bytes of an image divided by 255. */
    public static Channels of(RgbImage image) {
        return new Channels(channel(image, 0), channel(image, 1), channel(image, 2));
    }

    private static Plane channel(RgbImage image, int channel) {
        Plane plane = new Plane(image.width(), image.height());
        byte[] pixels = image.pixels();
        for (int i = 0; i < plane.samples().length; i++) {
            plane.samples()[i] = (pixels[RgbImage.CHANNELS * i + channel] & 0xff) / (float) WHITE;
        }
        return plane;
    }

    /** What the function makes of each channel. */
    public Channels map(UnaryOperator<Plane> function) {
        return new Channels(function.apply(red), function.apply(green), function.apply(blue));
    }

    /** ITU-R BT.601 luma, 0 to 1. */
    public Plane luma() {
        Plane luma = new Plane(red.width(), red.height());
        for (int i = 0; i < luma.samples().length; i++) {
            luma.samples()[i] = 0.299f * red.samples()[i] + 0.587f * green.samples()[i] + 0.114f * blue.samples()[i];
        }
        return luma;
    }

    /** The image, each sample by {@link #level}. */
    public RgbImage toImage() {
        float[] reds = red.samples();
        float[] greens = green.samples();
        float[] blues = blue.samples();
        byte[] pixels = new byte[RgbImage.CHANNELS * reds.length];
        for (int i = 0; i < reds.length; i++) {
            pixels[RgbImage.CHANNELS * i] = level(reds[i]);
            pixels[RgbImage.CHANNELS * i + 1] = level(greens[i]);
            pixels[RgbImage.CHANNELS * i + 2] = level(blues[i]);
        }
        return new RgbImage(red.width(), red.height(), pixels);
    }

    /** A sample as a byte: clipped to 0 to 1, times 255, cut to a whole number downwards as the published code does. */
    public static byte level(double sample) {
        return (byte) (int) (Math.max(0, Math.min(1, sample)) * WHITE + SLACK);
    }

    /** A sample cut to one of the 256 levels, still 0 to 1. */
    public static double levelled(double sample) {
        return (level(sample) & 0xff) / (double) WHITE;
    }

    /** A sample brought to the nearest of the 256 levels, still 0 to 1. */
    public static double rounded(double sample) {
        return Math.rint(Math.max(0, Math.min(1, sample)) * WHITE) / WHITE;
    }
}
