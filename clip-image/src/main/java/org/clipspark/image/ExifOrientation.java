package org.clipspark.image;

import java.util.Optional;

/**
 * The Exif tag that says how a camera was held. Decoding leaves it alone, as open_clip does; data preparation applies
 * it once and stores upright pixels without the tag.
 */
public final class ExifOrientation {
    private static final int TAG = 0x0112;
    private static final int NORMAL = 1;

    private ExifOrientation() {}

    /**
     * Turns a raster as the Exif tag of its encoded form asks.
     *
     * @param image what was decoded from {@code encoded}
     * @param encoded JPEG, PNG, WebP or TIFF; other formats have no such tag
     * @return the upright image; the same instance where there is no tag or it asks for nothing
     */
    public static RgbImage upright(RgbImage image, byte[] encoded) {
        int orientation = read(encoded);
        return orientation == NORMAL ? image : turn(image, orientation);
    }

    /** Value of the tag, 1 to 8; 1 (upright) where it is absent or damaged. */
    static int read(byte[] encoded) {
        long value = ExifBlock.start(encoded).stream()
                .mapToObj(start -> TiffDirectory.read(encoded, start))
                .flatMap(Optional::stream)
                .mapToLong(directory -> directory.value(TAG, NORMAL))
                .findFirst()
                .orElse(NORMAL);
        return value >= 1 && value <= 8 ? (int) value : NORMAL;
    }

    private static RgbImage turn(RgbImage image, int orientation) {
        boolean swapsSides = orientation >= 5;
        int width = swapsSides ? image.height() : image.width();
        int height = swapsSides ? image.width() : image.height();
        byte[] from = image.pixels();
        byte[] to = new byte[from.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int source = RgbImage.CHANNELS * source(orientation, x, y, width, height);
                int target = RgbImage.CHANNELS * (y * width + x);
                to[target] = from[source];
                to[target + 1] = from[source + 1];
                to[target + 2] = from[source + 2];
            }
        }
        return new RgbImage(width, height, to);
    }

    /** Index of the stored pixel that belongs at {@code (x, y)} of the upright image of the given size. */
    private static int source(int orientation, int x, int y, int width, int height) {
        int right = width - 1 - x;
        int bottom = height - 1 - y;
        return switch (orientation) {
            case 2 -> y * width + right;
            case 3 -> bottom * width + right;
            case 4 -> bottom * width + x;
            case 5 -> x * height + y;
            case 6 -> right * height + y;
            case 7 -> right * height + bottom;
            case 8 -> x * height + bottom;
            default -> y * width + x;
        };
    }
}
