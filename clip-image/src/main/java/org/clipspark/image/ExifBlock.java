package org.clipspark.image;

import java.util.Optional;
import java.util.OptionalInt;

/** Where the Exif tags of an encoded image stand. */
final class ExifBlock {
    private ExifBlock() {}

    /** Offset of the TIFF header in front of the tags; empty where there are none. */
    static OptionalInt start(byte[] encoded) {
        Optional<ImageFormat> format = ImageFormat.of(encoded);
        if (format.isEmpty()) {
            return OptionalInt.empty();
        }
        long start = switch (format.get()) {
            case JPEG -> inJpeg(encoded);
            case PNG -> inChunks(Bytes.bigEndian(encoded), "eXIf", 8);
            case WEBP -> inChunks(Bytes.littleEndian(encoded), "EXIF", 12);
            case TIFF -> 0;
            case GIF, BMP -> -1;
        };
        return start < 0 || start >= encoded.length ? OptionalInt.empty() : OptionalInt.of((int) start);
    }

    private static long inJpeg(byte[] encoded) {
        Bytes bytes = Bytes.bigEndian(encoded);
        JpegMarkers markers = new JpegMarkers(encoded);
        while (markers.next() && markers.marker() != JpegMarkers.SCAN && markers.marker() != JpegMarkers.END) {
            if (markers.marker() == JpegMarkers.APP1 && bytes.has(markers.payload(), "Exif\0\0")) {
                return markers.payload() + 6L;
            }
        }
        return -1;
    }

    /** Offset of the TIFF header in the named chunk; PNG has (length, name, data, checksum), RIFF (name, length, data). */
    private static long inChunks(Bytes bytes, String name, int first) {
        boolean isPng = first == 8;
        long at = first;
        while (at + 8 <= bytes.length()) {
            long length = bytes.u32(isPng ? at : at + 4);
            if (bytes.has(isPng ? at + 4 : at, name)) {
                // Some WebP writers keep the six bytes with which JPEG introduces Exif.
                return bytes.has(at + 8, "Exif\0\0") ? at + 14 : at + 8;
            }
            at += isPng ? 12 + length : 8 + length + (length & 1);
        }
        return -1;
    }
}
