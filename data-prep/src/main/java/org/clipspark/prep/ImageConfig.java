package org.clipspark.prep;

import java.io.Serializable;
import java.util.List;
import org.clipspark.image.AlphaRule;
import org.clipspark.image.ImageResizer;
import org.clipspark.image.Interpolation;
import org.clipspark.image.ResizeMode;
import org.clipspark.prep.shard.ShardSchema;

/**
 * What becomes of an image.
 *
 * @param resize a {@link ResizeMode} by name
 * @param size pixels, see the mode; without effect on {@code no}
 * @param onlyIfBigger whether images that are not larger than {@code size} are kept as they are
 * @param interpolation an {@link Interpolation} by name
 * @param alpha an {@link AlphaRule} by name
 * @param minSize images whose shorter side has fewer pixels are rejected
 * @param maxAspect images whose longer side is more than so many times the shorter one are rejected
 * @param format {@code jpg}, {@code png} or {@code webp}
 * @param quality 1 to 100; without effect on png
 * @param skipReencode whether an image that is in the format already, upright, plain and of the right size keeps its
 *     bytes, its metadata among them
 * @param maxPixels larger images are rejected from their header
 * @param maxBytes larger files are rejected unread
 */
public record ImageConfig(
        String resize,
        int size,
        boolean onlyIfBigger,
        String interpolation,
        String alpha,
        int minSize,
        double maxAspect,
        String format,
        int quality,
        boolean skipReencode,
        long maxPixels,
        long maxBytes)
        implements Serializable {
    private static final int LARGEST_SIZE = 4_096;
    private static final long MOST_BYTES = 1L << 30;

    /** Checks the ranges and names. */
    public ImageConfig {
        ResizeMode.named(resize);
        Interpolation.named(interpolation);
        AlphaRule.named(alpha);
        check(size >= 1 && size <= LARGEST_SIZE, "size must be 1 to " + LARGEST_SIZE + ", got " + size);
        check(minSize >= 1, "minSize must be at least 1, got " + minSize);
        check(
                maxAspect >= 1 && Double.isFinite(maxAspect),
                "maxAspect must be a finite number of at least 1, got " + maxAspect);
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

    ImageResizer resizer() {
        ImageResizer resizer = ImageResizer.of(ResizeMode.named(resize), size, Interpolation.named(interpolation));
        return onlyIfBigger ? resizer.onlyIfBigger() : resizer;
    }
}
