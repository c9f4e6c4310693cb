package org.clipspark.prep.shard;

import java.io.Serializable;

/**
 * One row of a data shard or a rejected shard: see {@link ShardSchema}.
 *
 * @param key unique name of the pair
 * @param origin where it was found
 * @param text captions and class
 * @param image encoded image, {@link ImageBytes#NONE} in a rejected row
 * @param sizes of the image
 * @param sha256 digest of the image as found, or the empty string
 * @param attributes what else is known
 * @param status success, or why not
 */
public record ShardRow(
        String key,
        PairOrigin origin,
        PairText text,
        ImageBytes image,
        PixelSizes sizes,
        String sha256,
        PairAttributes attributes,
        RowStatus status)
        implements Serializable {
    /** The same with other words. */
    public ShardRow withText(PairText other) {
        return new ShardRow(key, origin, other, image, sizes, sha256, attributes, status);
    }

    /** The same row, rejected after all, without its image. */
    public ShardRow rejected(RowStatus reason) {
        return new ShardRow(key, origin, text, ImageBytes.NONE, sizes, sha256, attributes, reason);
    }
}
