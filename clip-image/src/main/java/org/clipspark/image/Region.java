package org.clipspark.image;

/**
 * A rectangle of pixels.
 *
 * @param left first column, from 0
 * @param top first row, from 0
 * @param width columns, at least 1
 * @param height rows, at least 1
 */
public record Region(int left, int top, int width, int height) {
    /** Checks the signs. */
    public Region {
        if (left < 0 || top < 0 || width < 1 || height < 1) {
            throw new IllegalArgumentException("A region starts at 0 or later and is not empty, got left=" + left
                    + " top=" + top + " width=" + width + " height=" + height);
        }
    }

    /** The whole of an image. */
    public static Region of(RgbImage image) {
        return new Region(0, 0, image.width(), image.height());
    }

    /**
     * Fails unless this lies within a raster of the given size.
     *
     * @throws IllegalArgumentException if a pixel lies outside
     */
    public void checkWithin(int rasterWidth, int rasterHeight) {
        if ((long) left + width > rasterWidth || (long) top + height > rasterHeight) {
            throw new IllegalArgumentException(this + " is not within " + rasterWidth + "x" + rasterHeight);
        }
    }
}
