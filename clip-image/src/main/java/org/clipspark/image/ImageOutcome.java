package org.clipspark.image;

/** What became of an encoded image: a raster, or the reason why there is none. */
public sealed interface ImageOutcome permits ImageOutcome.Decoded, ImageOutcome.Rejected {
    /**
     * A raster.
     *
     * @param image the pixels as stored: Exif orientation is not applied, see {@link ExifOrientation}
     * @param format what the bytes were, whatever the file was called
     * @param isPlain whether the encoded form says no more than these pixels: a JPEG of one or three components, or a PNG
     *     or WebP of 8 bits without alpha and animation
     */
    record Decoded(RgbImage image, ImageFormat format, boolean isPlain) implements ImageOutcome {}

    /**
     * No raster.
     *
     * @param reason the kind, for counting
     * @param detail what was found, in words
     */
    record Rejected(Reason reason, String detail) implements ImageOutcome {}

    /** Why an image was rejected. */
    enum Reason {
        /** No bytes. */
        EMPTY("empty"),
        /** More bytes than the bound. */
        TOO_MANY_BYTES("too_many_bytes"),
        /** Text, HTML, JSON, or bytes of no image format. */
        NOT_AN_IMAGE("not_an_image"),
        /** An image, of a format or coding that is not read. */
        UNSUPPORTED_FORMAT("unsupported_format"),
        /** The header promises more pixels than the bound. */
        TOO_MANY_PIXELS("too_many_pixels"),
        /** A known format whose header is damaged, whose end is missing, or whose data does not decode. */
        TRUNCATED_OR_CORRUPT("truncated_or_corrupt");

        private final String label;

        Reason(String label) {
            this.label = label;
        }

        /** Name in counts and files: lower case with underscores. */
        public String label() {
            return label;
        }
    }
}
