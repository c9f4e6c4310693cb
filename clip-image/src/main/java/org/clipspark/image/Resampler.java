package org.clipspark.image;

import java.util.Arrays;

/**
 * Resizing and cutting, antialiased when shrinking. Sizes and pixels are Pillow's, bit for bit: 22-bit fixed-point
 * weights, rows before columns, 8 bits in between. Where no {@link Interpolation} is named it is bicubic.
 */
public final class Resampler {
    private static final int HALF = 1 << (ResampleWeights.BITS - 1);

    private Resampler() {}

    /**
     * Resizes so that the shorter side has the given length, up or down; the longer one follows, rounded down.
     *
     * @param size pixels of the shorter side, at least 1
     * @throws IllegalArgumentException if the size is below 1 or the result exceeds one array (2 GiB)
     */
    public static RgbImage shortestSide(RgbImage image, int size) {
        return bicubic(
                image, longSide(size, image.width(), image.height()), longSide(size, image.height(), image.width()));
    }

    /**
     * The central square of {@link #shortestSide}, without computing what is cut away.
     *
     * @param size pixels of each side, at least 1
     * @throws IllegalArgumentException if the size is below 1
     */
    public static RgbImage centreSquare(RgbImage image, int size) {
        int width = longSide(size, image.width(), image.height());
        int height = longSide(size, image.height(), image.width());
        Region centre = new Region(middle(width, size), middle(height, size), size, size);
        return resize(image, Region.of(image), width, height, centre, Interpolation.BICUBIC);
    }

    /**
     * The centre of the smallest resize of the same proportions that covers the given sides, as open_clip cuts images
     * that are not square; of a square, that of {@link #centreSquare}.
     *
     * @param width pixels of a row, at least 1
     * @param height pixels of a column, at least 1
     * @throws IllegalArgumentException if a side is below 1
     */
    public static RgbImage centre(RgbImage image, int width, int height) {
        if (width == height) {
            return centreSquare(image, width);
        }
        Region whole = Region.of(image);
        double ratio = Math.min((double) whole.height() / height, (double) whole.width() / width);
        int wide = Math.toIntExact((long) Math.rint(whole.width() / ratio));
        int high = Math.toIntExact((long) Math.rint(whole.height() / ratio));
        Region centre = new Region(middle(wide, width), middle(high, height), width, height);
        return resize(image, whole, wide, high, centre, Interpolation.BICUBIC);
    }

    /**
     * Resizes to the given sides.
     *
     * @throws IllegalArgumentException if a side is below 1 or the result exceeds one array (2 GiB)
     */
    public static RgbImage bicubic(RgbImage image, int width, int height) {
        return bicubic(image, Region.of(image), width, height);
    }

    /**
     * Resizes a region as if it had been cut out before: pixels around it have no influence.
     *
     * @throws IllegalArgumentException if the region is not within the image, a side is below 1, or the result exceeds
     *     one array (2 GiB)
     */
    public static RgbImage bicubic(RgbImage image, Region from, int width, int height) {
        from.checkWithin(image.width(), image.height());
        return resize(image, from, width, height, new Region(0, 0, width, height), Interpolation.BICUBIC);
    }

    /**
     * Resizes to the given sides by the given interpolation.
     *
     * @throws IllegalArgumentException if a side is below 1 or the result exceeds one array (2 GiB)
     */
    public static RgbImage resize(RgbImage image, int width, int height, Interpolation interpolation) {
        return resize(image, Region.of(image), width, height, new Region(0, 0, width, height), interpolation);
    }

    /**
     * Cuts out a rectangle.
     *
     * @param left first column, from 0
     * @param top first row, from 0
     * @throws IllegalArgumentException if the rectangle is empty or not within the image
     */
    public static RgbImage crop(RgbImage image, int left, int top, int width, int height) {
        new Region(left, top, width, height).checkWithin(image.width(), image.height());
        int row = width * RgbImage.CHANNELS;
        byte[] pixels = new byte[row * height];
        for (int y = 0; y < height; y++) {
            int from = ((top + y) * image.width() + left) * RgbImage.CHANNELS;
            System.arraycopy(image.pixels(), from, pixels, y * row, row);
        }
        return new RgbImage(width, height, pixels);
    }

    /** Length of a side when the shorter one becomes {@code size}. */
    private static int longSide(int size, int side, int other) {
        if (size < 1) {
            throw new IllegalArgumentException("The shorter side must be at least 1, got " + size);
        }
        return side <= other ? size : Math.toIntExact((long) size * side / other);
    }

    /** Half of the rest, rounded half to even as Python rounds. */
    private static int middle(int side, int size) {
        return (int) Math.rint((side - size) / 2.0);
    }

    /** The region {@code of} of the {@code width x height} resize of the region {@code from}. */
    static RgbImage resize(RgbImage image, Region from, int width, int height, Region of, Interpolation filter) {
        if ((long) of.width() * of.height() * RgbImage.CHANNELS > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("A raster of " + width + "x" + height + " exceeds one array");
        }
        if (width == from.width() && height == from.height()) {
            return crop(image, from.left() + of.left(), from.top() + of.top(), of.width(), of.height());
        }
        ResampleWeights across = ResampleWeights.of(filter, from.width(), width, of.left(), of.width());
        ResampleWeights down = ResampleWeights.of(filter, from.height(), height, of.top(), of.height());
        ResampledRows rows = new ResampledRows(image, from, across, down.maxCount());
        byte[] pixels = new byte[of.width() * of.height() * RgbImage.CHANNELS];
        int[] sums = new int[of.width() * RgbImage.CHANNELS];
        for (int y = 0; y < of.height(); y++) {
            Arrays.fill(sums, HALF);
            for (int k = 0; k < down.count(y); k++) {
                add(rows.row(down.start(y) + k), down.weights()[down.offset(y) + k], sums);
            }
            for (int i = 0; i < sums.length; i++) {
                pixels[y * sums.length + i] = (byte) ResampledRows.clip(sums[i]);
            }
        }
        return new RgbImage(of.width(), of.height(), pixels);
    }

    /** A loop of its own, which the compiler turns into vector instructions. */
    private static void add(int[] row, int weight, int[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += row[i] * weight;
        }
    }
}
