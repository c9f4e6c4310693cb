package org.clipspark.prep;

import java.io.Serializable;
import java.util.List;
import org.clipspark.prep.shard.ShardSchema;

/**
 * What becomes of an image.
 *
 * @param size pixels of the shorter side; a smaller image is kept as it is, for enlarging adds bytes and no detail
 * @param format {@code jpg}, {@code png} or {@code webp}
 * @param quality 1 to 100; without effect on png
 * @param maxPixels larger images are rejected from their header
 * @param maxBytes larger files are rejected unread
 */
public record ImageConfig(int size, String format, int quality, long maxPixels, long maxBytes) implements Serializable {
    private static final int LARGEST_SIZE = 4_096;
    private static final long MOST_BYTES = 1L << 30;

    /** Checks the ranges. */
    public ImageConfig {
        check(size >= 1 && size <= LARGEST_SIZE, "size must be 1 to " + LARGEST_SIZE + ", got " + size);
        check(
                ShardSchema.IMAGE_COLUMNS.contains(format),
                "format must be one of " + List.copyOf(ShardSchema.IMAGE_COLUMNS) + ", got '" + format + "'");
        check(quality >= 1 && quality <= 100, "quality must be 1 to 100, got " + quality);
        check(maxPixels >= 1, "maxPixels must be positive, got " + maxPixels);
        check(maxBytes >= 1 && maxBytes <= MOST_BYTES, "maxBytes must be 1 to " + MOST_BYTES + ", got " + maxBytes);
    }

    private static void check(boolean isValid, String message) {
        if (!isValid) {
            throw new IllegalArgumentException(message);
        }
    }
}
