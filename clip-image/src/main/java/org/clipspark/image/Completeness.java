package org.clipspark.image;

import java.util.Optional;

/**
 * Whether the end of an encoded image is there. Decoders paint what is missing grey or black and report success, so
 * the rule is ours: a JPEG must reach its end marker, a PNG its IEND chunk, a WebP the length that it declares and the
 * first frame of a GIF its closing block. Bytes after the end are allowed.
 */
final class Completeness {
    // Ten scans are usual. Each one of a big image costs tens of milliseconds, and a file can hold thousands.
    private static final int MAX_SCANS = 100;

    private Completeness() {}

    /** What is missing, in words; empty if nothing is, or if the format shows it only on decoding. */
    static Optional<String> defect(ImageFormat format, byte[] encoded) {
        return switch (format) {
            case JPEG -> jpeg(encoded);
            case PNG -> PngChunks.defect(encoded);
            case WEBP -> webp(Bytes.littleEndian(encoded));
            case GIF -> GifFrame.first(encoded).isComplete() ? Optional.empty() : Optional.of("GIF frame is cut");
            case BMP, TIFF -> Optional.empty();
        };
    }

    private static Optional<String> jpeg(byte[] encoded) {
        JpegMarkers markers = new JpegMarkers(encoded);
        int scans = 0;
        while (markers.next()) {
            if (markers.marker() == JpegMarkers.END) {
                return scans > 0 ? Optional.empty() : Optional.of("JPEG has no scan");
            } else if (markers.marker() == JpegMarkers.SCAN && ++scans > MAX_SCANS) {
                return Optional.of("JPEG has more than " + MAX_SCANS + " scans");
            }
        }
        return Optional.of("JPEG has no end marker after " + scans + " scans");
    }

    private static Optional<String> webp(Bytes bytes) {
        // Some writers count the padding byte of an odd last chunk and do not write it.
        long missing = bytes.u32(4) + 8 - bytes.length();
        return missing <= 1 ? Optional.empty() : Optional.of("WebP lacks " + missing + " bytes");
    }
}
