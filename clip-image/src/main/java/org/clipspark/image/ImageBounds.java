package org.clipspark.image;

/**
 * What an encoded image may cost; checked before a decoder sees it.
 *
 * @param maxPixels most pixels of the decoded raster, at least 1
 * @param maxBytes most bytes of the encoded image, at least 1
 */
public record ImageBounds(long maxPixels, long maxBytes) {
    /** 40 megapixels (120 MB decoded) out of 64 MiB: beyond any photograph on the web, far below a bomb. */
    public static final ImageBounds DEFAULT = new ImageBounds(40_000_000, 64L << 20);

    /** Checks that both bounds are positive. */
    public ImageBounds {
        if (maxPixels < 1 || maxBytes < 1) {
            throw new IllegalArgumentException(
                    "Image bounds must be positive, got maxPixels=" + maxPixels + " maxBytes=" + maxBytes);
        }
    }
}
