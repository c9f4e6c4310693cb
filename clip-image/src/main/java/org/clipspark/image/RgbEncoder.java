package org.clipspark.image;

import org.bytedeco.opencv.global.opencv_imgcodecs;

/** Rasters to encoded images. Instances are immutable and may be shared by threads. */
public final class RgbEncoder {
    private final ImageFormat format;
    private final int[] settings;

    private RgbEncoder(ImageFormat format, int... settings) {
        this.format = format;
        this.settings = settings;
    }

    /**
     * An encoder of the format.
     *
     * @param format {@code jpg}, {@code png} or {@code webp}
     * @param quality 1 to 100; PNG is lossless and has no use for it
     * @throws IllegalArgumentException if the format is none of them or the quality is out of range
     */
    public static RgbEncoder named(String format, int quality) {
        if (quality < 1 || quality > 100) {
            throw new IllegalArgumentException("Image quality must be 1 to 100, got " + quality);
        }
        return switch (format) {
            case "jpg" -> new RgbEncoder(ImageFormat.JPEG, opencv_imgcodecs.IMWRITE_JPEG_QUALITY, quality);
            case "png" -> new RgbEncoder(ImageFormat.PNG);
            case "webp" -> new RgbEncoder(ImageFormat.WEBP, opencv_imgcodecs.IMWRITE_WEBP_QUALITY, quality);
            default ->
                throw new IllegalArgumentException("Unknown image format '" + format + "' (expected: jpg, png, webp)");
        };
    }

    /** What {@link #encode} writes. */
    public ImageFormat format() {
        return format;
    }

    /**
     * Encodes a raster.
     *
     * @throws IllegalStateException if the image exceeds what the format can hold, such as 65,500 pixels a side in JPEG
     */
    public byte[] encode(RgbImage image) {
        return OpenCv.encode(image, "." + format.column(), settings);
    }
}
