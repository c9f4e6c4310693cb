package org.clipspark.image;

/**
 * What the header of an encoded image promises.
 *
 * @param width pixels, or less than 1 where the header is damaged
 * @param height pixels, or less than 1 where the header is damaged
 * @param area pixels of the largest raster that a decoder would allocate for it
 * @param coding how the pixels are stored
 */
record ImageHeader(long width, long height, long area, Coding coding) {
    /** Ways of storing pixels that need different treatment. */
    enum Coding {
        /** Whatever the format's usual decoder turns into RGB. */
        USUAL,
        /** Four inks in a JPEG. */
        FOUR_INKS,
        /** One 16-bit channel in a PNG. */
        GREY_16,
        /** A variant that is not read. */
        UNSUPPORTED
    }

    private static final ImageHeader DAMAGED = new ImageHeader(0, 0, 0, Coding.USUAL);
    // Every dimension is below 2^32; half of that keeps the product within a long and above any bound.
    private static final long CLAMP = 1L << 31;

    /** Reads the header; touches no pixel and allocates nothing of the image's size. */
    static ImageHeader read(ImageFormat format, byte[] encoded) {
        return switch (format) {
            case JPEG -> jpeg(encoded);
            case PNG -> png(Bytes.bigEndian(encoded));
            case WEBP -> webp(Bytes.littleEndian(encoded));
            case GIF -> gif(encoded);
            case BMP -> bmp(Bytes.littleEndian(encoded));
            case TIFF -> tiff(encoded);
        };
    }

    private static ImageHeader sized(long width, long height, Coding coding) {
        return width < 1 || height < 1 ? DAMAGED : new ImageHeader(width, height, area(width, height), coding);
    }

    private static long area(long width, long height) {
        return Math.min(width, CLAMP) * Math.min(height, CLAMP);
    }

    private static ImageHeader jpeg(byte[] encoded) {
        Bytes bytes = Bytes.bigEndian(encoded);
        JpegMarkers markers = new JpegMarkers(encoded);
        while (markers.next() && markers.marker() != JpegMarkers.SCAN && markers.marker() != JpegMarkers.END) {
            if (markers.isFrame()) {
                long at = markers.payload();
                Coding coding = jpegCoding(markers.marker(), bytes.u8(at), bytes.u8(at + 5));
                return sized(bytes.u16(at + 3), bytes.u16(at + 1), coding);
            }
        }
        return DAMAGED;
    }

    private static Coding jpegCoding(int frame, int bits, int components) {
        // Only Huffman-coded baseline, extended and progressive frames: the others are lossless, hierarchical or
        // arithmetic, and libjpeg builds differ in what they make of them.
        if (frame > 0xc2 || bits != 8 || (components != 1 && components != 3 && components != 4)) {
            return Coding.UNSUPPORTED;
        }
        return components == 4 ? Coding.FOUR_INKS : Coding.USUAL;
    }

    private static ImageHeader png(Bytes bytes) {
        if (!bytes.has(12, "IHDR")) {
            return DAMAGED;
        }
        boolean grey16 = bytes.u8(24) == 16 && bytes.u8(25) == 0;
        return sized(bytes.u32(16), bytes.u32(20), grey16 ? Coding.GREY_16 : Coding.USUAL);
    }

    private static ImageHeader webp(Bytes bytes) {
        if (bytes.has(12, "VP8X")) {
            return sized(bytes.u24(24) + 1L, bytes.u24(27) + 1L, Coding.USUAL);
        } else if (bytes.has(12, "VP8L") && bytes.u8(20) == 0x2f) {
            long sizes = bytes.u32(21);
            return sized((sizes & 0x3fff) + 1, ((sizes >> 14) & 0x3fff) + 1, Coding.USUAL);
        } else if (bytes.has(12, "VP8 ") && bytes.u24(23) == 0x2a019d && bytes.u32(26) >= 0) {
            return sized(bytes.u16(26) & 0x3fff, bytes.u16(28) & 0x3fff, Coding.USUAL);
        }
        return DAMAGED;
    }

    private static ImageHeader gif(byte[] encoded) {
        Bytes bytes = Bytes.littleEndian(encoded);
        GifFrame frame = GifFrame.first(encoded);
        int width = bytes.u16(6);
        int height = bytes.u16(8);
        if (width < 1 || height < 1 || frame.width() < 1 || frame.height() < 1) {
            return DAMAGED;
        }
        return sized(frame.canvasWidth(width), frame.canvasHeight(height), Coding.USUAL);
    }

    private static ImageHeader bmp(Bytes bytes) {
        if (bytes.u32(14) == 12) {
            return sized(bytes.u16(18), bytes.u16(20), Coding.USUAL);
        }
        // Both sides are signed; a negative height means rows from the top.
        long width = bytes.u32(18);
        long height = bytes.u32(22);
        return sized(width < CLAMP ? width : 0, height < CLAMP ? height : (1L << 32) - height, Coding.USUAL);
    }

    private static ImageHeader tiff(byte[] encoded) {
        return TiffDirectory.read(encoded, 0)
                .map(directory -> {
                    ImageHeader image = sized(directory.value(256, 0), directory.value(257, 0), tiffCoding(directory));
                    long tile = area(directory.value(322, 1), directory.value(323, 1));
                    return new ImageHeader(image.width, image.height, Math.max(image.area, tile), image.coding);
                })
                .orElse(DAMAGED);
    }

    private static Coding tiffCoding(TiffDirectory directory) {
        long bits = directory.value(258, 1);
        long samples = directory.value(277, 1);
        long compression = directory.value(259, 1);
        // A JPEG inside a TIFF has a size of its own, which nothing bounds.
        boolean hidesJpeg = compression == 6 || compression == 7;
        return bits > 16 || samples > 4 || hidesJpeg ? Coding.UNSUPPORTED : Coding.USUAL;
    }
}
