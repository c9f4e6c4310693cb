package org.clipspark.prep.shard;

import java.io.Serializable;

/**
 * Sizes of an image in pixels; all are 0 where it could not be decoded.
 *
 * @param width of the stored image
 * @param height of the stored image
 * @param originalWidth of the image as found, upright
 * @param originalHeight of the image as found, upright
 */
public record PixelSizes(int width, int height, int originalWidth, int originalHeight) implements Serializable {
    /** Not decoded. */
    public static final PixelSizes NONE = new PixelSizes(0, 0, 0, 0);
}
