package org.clipspark.image;

import java.util.Arrays;

/**
 * Changes of colour by the formulas of Pillow, roundings included: brightness, contrast and saturation blend the image with one that
 * has none of it ({@code ImageEnhance}), a turn of the hue goes by 8-bit HSV. Results are new images.
 */
public final class ColourAdjustment {
    private static final int WHITE = 255;

    private ColourAdjustment() {}

    /**
     * Blends with black.
     *
     * @param factor 0 for black, 1 for the image, more for a brighter one
     */
    public static RgbImage brightness(RgbImage image, double factor) {
        return blend(image, new byte[image.pixels().length], factor);
    }

    /**
     * Blends with the one grey that is as bright as the image in the mean.
     *
     * @param factor 0 for that grey, 1 for the image, more for more contrast
     */
    public static RgbImage contrast(RgbImage image, double factor) {
        byte[] pixels = image.pixels();
        long sum = 0;
        for (int i = 0; i < pixels.length; i += RgbImage.CHANNELS) {
            sum += grey(pixels, i);
        }
        byte mean = (byte) (int) (sum / (pixels.length / (double) RgbImage.CHANNELS) + 0.5);
        byte[] flat = new byte[pixels.length];
        Arrays.fill(flat, mean);
        return blend(image, flat, factor);
    }

    /**
     * Blends with the image in greys.
     *
     * @param factor 0 for greys, 1 for the image, more for stronger colours
     */
    public static RgbImage saturation(RgbImage image, double factor) {
        return blend(image, greyscale(image).pixels(), factor);
    }

    /** The image in greys by ITU-R 601's weights, in all three channels. */
    public static RgbImage greyscale(RgbImage image) {
        byte[] from = image.pixels();
        byte[] to = new byte[from.length];
        for (int i = 0; i < from.length; i += RgbImage.CHANNELS) {
            byte grey = (byte) grey(from, i);
            to[i] = grey;
            to[i + 1] = grey;
            to[i + 2] = grey;
        }
        return new RgbImage(image.width(), image.height(), to);
    }

    /**
     * Turns all hues.
     *
     * @param turn part of a whole turn, -0.5 to 0.5
     * @throws IllegalArgumentException if it is out of range
     */
    public static RgbImage hue(RgbImage image, double turn) {
        if (!(turn >= -0.5 && turn <= 0.5)) {
            throw new IllegalArgumentException("A turn of the hue must be within -0.5 and 0.5, got " + turn);
        }
        int steps = (int) (turn * WHITE);
        byte[] from = image.pixels();
        byte[] to = new byte[from.length];
        for (int i = 0; i < from.length; i += RgbImage.CHANNELS) {
            int turned = HueSaturationValue.ofRgb(from[i] & 0xff, from[i + 1] & 0xff, from[i + 2] & 0xff)
                    .turned(steps)
                    .toRgb();
            to[i] = (byte) (turned >> 16);
            to[i + 1] = (byte) (turned >> 8);
            to[i + 2] = (byte) turned;
        }
        return new RgbImage(image.width(), image.height(), to);
    }

    private static int grey(byte[] pixels, int at) {
        return ((pixels[at] & 0xff) * 19595 + (pixels[at + 1] & 0xff) * 38470 + (pixels[at + 2] & 0xff) * 7471 + 0x8000)
                >> 16;
    }

    /** {@code from + factor * (image - from)} in single precision, cut to 0 to 255 and to whole numbers downwards. */
    private static RgbImage blend(RgbImage image, byte[] from, double factor) {
        float share = (float) factor;
        byte[] pixels = image.pixels();
        byte[] to = new byte[pixels.length];
        for (int i = 0; i < to.length; i++) {
            int start = from[i] & 0xff;
            float mixed = start + share * ((pixels[i] & 0xff) - start);
            to[i] = (byte) (int) Math.max(0, Math.min(WHITE, mixed));
        }
        return new RgbImage(image.width(), image.height(), to);
    }
}
