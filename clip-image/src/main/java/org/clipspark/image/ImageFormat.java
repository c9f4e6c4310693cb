package org.clipspark.image;

import java.util.Optional;

/** A coding of images that can be decoded here. */
public enum ImageFormat {
    /** JPEG; also the first picture of an MPO. */
    JPEG("jpg"),
    /** PNG; also the default picture of an APNG. */
    PNG("png"),
    /** WebP, lossy or lossless; the first frame of an animation. */
    WEBP("webp"),
    /** GIF; the first frame. */
    GIF("gif"),
    /** Windows bitmap. */
    BMP("bmp"),
    /** TIFF; the first page. */
    TIFF("tiff");

    private final String column;

    ImageFormat(String column) {
        this.column = column;
    }

    /** Name of the shard column that holds images of this format, which is also its usual file extension. */
    public String column() {
        return column;
    }

    /**
     * Recognises a format by its first bytes; names and content types are often wrong on the web.
     *
     * @param encoded the whole image or its beginning
     */
    public static Optional<ImageFormat> of(byte[] encoded) {
        Bytes bytes = Bytes.littleEndian(encoded);
        if (bytes.has(0, "\u00ff\u00d8\u00ff")) {
            return Optional.of(JPEG);
        } else if (bytes.has(0, "\u0089PNG\r\n\u001a\n")) {
            return Optional.of(PNG);
        } else if (bytes.has(0, "RIFF") && bytes.has(8, "WEBP")) {
            return Optional.of(WEBP);
        } else if (bytes.has(0, "GIF87a") || bytes.has(0, "GIF89a")) {
            return Optional.of(GIF);
        } else if (isBitmap(bytes)) {
            return Optional.of(BMP);
        } else if (TiffDirectory.orderOf(encoded, 0).isPresent()) {
            return Optional.of(TIFF);
        }
        return Optional.empty();
    }

    /** Two letters alone would take text that begins with BM for a picture: the size of the second header must fit. */
    private static boolean isBitmap(Bytes bytes) {
        long headerSize = bytes.u32(14);
        return bytes.has(0, "BM") && (headerSize == 12 || (headerSize >= 16 && headerSize <= 124));
    }
}
