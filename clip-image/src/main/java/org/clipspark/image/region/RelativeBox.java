package org.clipspark.image.region;

import java.util.Optional;
import org.clipspark.image.Region;
import org.clipspark.image.RgbImage;

/**
 * A box in shares of a picture's width and height, from its top left corner. Detectors place boxes a little outside.
 *
 * @param left from -1 to 2
 * @param top from -1 to 2
 * @param right above {@code left}, up to 2
 * @param bottom above {@code top}, up to 2
 */
public record RelativeBox(double left, double top, double right, double bottom) {
    private static final double LEAST = -1;
    private static final double MOST = 2;

    /** Checks the ranges, not a number among them. */
    public RelativeBox {
        if (!(left >= LEAST && left < right && right <= MOST && top >= LEAST && top < bottom && bottom <= MOST)) {
            throw new IllegalArgumentException("A box is left, top, right, bottom in shares of width and height, got ["
                    + left + ", " + top + ", " + right + ", " + bottom + "]");
        }
    }

    /** Share of the picture that it covers, from 0 to 1. */
    public double area() {
        return Math.max(0, Math.min(right, 1) - Math.max(left, 0))
                * Math.max(0, Math.min(bottom, 1) - Math.max(top, 0));
    }

    /** All pixels that it touches; empty where it lies outside. */
    Optional<Region> on(RgbImage image) {
        int first = Math.max(0, (int) Math.floor(left * image.width()));
        int above = Math.max(0, (int) Math.floor(top * image.height()));
        int width = Math.min(image.width(), (int) Math.ceil(right * image.width())) - first;
        int height = Math.min(image.height(), (int) Math.ceil(bottom * image.height())) - above;
        return width > 0 && height > 0 ? Optional.of(new Region(first, above, width, height)) : Optional.empty();
    }
}
