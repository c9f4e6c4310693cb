package org.clipspark.image;

/**
 * How an encoded image goes beyond what plain RGB can say, by its own declaration.
 *
 * @param hasAlpha whether pixels can be transparent
 * @param isPlain whether every reader makes the same 8-bit RGB or grey of it: opaque, one picture, no inks
 */
record EncodedForm(boolean hasAlpha, boolean isPlain) {
    private static final int WEBP_ALPHA = 0x10;
    private static final int WEBP_ANIMATION = 0x02;

    static EncodedForm of(ImageFormat format, ImageHeader.Coding coding, byte[] encoded) {
        return switch (format) {
            case JPEG -> new EncodedForm(false, coding == ImageHeader.Coding.USUAL);
            case PNG -> png(Bytes.bigEndian(encoded));
            case WEBP -> webp(Bytes.littleEndian(encoded));
            // Their decoder looks at every pixel anyway.
            case GIF, BMP, TIFF -> new EncodedForm(false, false);
        };
    }

    private static EncodedForm png(Bytes bytes) {
        int bits = bytes.u8(24);
        int colourType = bytes.u8(25);
        boolean hasAlpha = colourType == 4 || colourType == 6;
        boolean isAnimated = false;
        long at = 8;
        // Both chunks must stand in front of the pixels.
        while (bytes.u32(at) >= 0 && !bytes.has(at + 4, "IDAT") && !bytes.has(at + 4, "IEND")) {
            hasAlpha |= bytes.has(at + 4, "tRNS");
            isAnimated |= bytes.has(at + 4, "acTL");
            at += 12 + bytes.u32(at);
        }
        return new EncodedForm(hasAlpha, !hasAlpha && !isAnimated && bits <= 8);
    }

    private static EncodedForm webp(Bytes bytes) {
        boolean hasAlpha = false;
        boolean isAnimated = false;
        if (bytes.has(12, "VP8X")) {
            hasAlpha = (bytes.u8(20) & WEBP_ALPHA) != 0;
            isAnimated = (bytes.u8(20) & WEBP_ANIMATION) != 0;
        } else if (bytes.has(12, "VP8L")) {
            hasAlpha = (bytes.u32(21) >> 28 & 1) != 0;
        }
        return new EncodedForm(hasAlpha, !hasAlpha && !isAnimated);
    }
}
