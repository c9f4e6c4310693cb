package org.clipspark.image;

/** A raster of 8-bit RGB pixels, row by row from the top left, three bytes to a pixel. */
public final class RgbImage {
    /** Bytes to a pixel. */
    public static final int CHANNELS = 3;

    private final int width;
    private final int height;
    private final byte[] pixels;

    /**
     * Wraps the array without copying it; the caller must not write to it afterwards.
     *
     * @param width pixels in a row, at least 1
     * @param height rows, at least 1
     * @param pixels unsigned bytes {@code [height][width][3]} in the order R, G, B
     * @throws IllegalArgumentException if a side is below 1 or the array has another length
     */
    public RgbImage(int width, int height, byte[] pixels) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("An image needs at least one pixel, got " + width + "x" + height);
        }
        long expected = (long) width * height * CHANNELS;
        if (pixels.length != expected) {
            throw new IllegalArgumentException(
                    "An image of " + width + "x" + height + " has " + expected + " bytes, got " + pixels.length);
        }
        this.width = width;
        this.height = height;
        this.pixels = pixels;
    }

    /** Pixels in a row. */
    public int width() {
        return width;
    }

    /** Number of rows. */
    public int height() {
        return height;
    }

    /** The unsigned bytes {@code [height][width][3]} themselves, not a copy; only for reading. */
    public byte[] pixels() {
        return pixels;
    }

    @Override
    public String toString() {
        return "RgbImage[" + width + "x" + height + "]";
    }
}
