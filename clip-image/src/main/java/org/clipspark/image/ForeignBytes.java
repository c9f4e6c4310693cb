package org.clipspark.image;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.clipspark.image.ImageOutcome.Reason;
import org.clipspark.image.ImageOutcome.Rejected;

/** Names what came instead of an image that can be read; the web serves error pages under every name. */
final class ForeignBytes {
    private static final int LOOKED_AT = 256;
    private static final Map<String, String> UNREAD_IMAGES = Map.ofEntries(
            Map.entry("\0\0\1\0", "ICO"),
            Map.entry("\0\0\2\0", "CUR"),
            Map.entry("8BPS", "PSD"),
            Map.entry("\0\0\0\fjP  ", "JPEG 2000"),
            Map.entry("\u00ffO\u00ffQ", "JPEG 2000"),
            Map.entry("\0\0\0\fJXL ", "JPEG XL"),
            Map.entry("\u00ff\n", "JPEG XL"),
            Map.entry("II+\0", "BigTIFF"),
            Map.entry("MM\0+", "BigTIFF"),
            Map.entry("icns", "ICNS"),
            Map.entry("qoif", "QOI"));

    private ForeignBytes() {}

    static Rejected rejection(byte[] encoded) {
        Bytes bytes = Bytes.bigEndian(encoded);
        for (Map.Entry<String, String> image : UNREAD_IMAGES.entrySet()) {
            if (bytes.has(0, image.getKey())) {
                return new Rejected(Reason.UNSUPPORTED_FORMAT, image.getValue());
            }
        }
        if (bytes.has(4, "ftypavif") || bytes.has(4, "ftypavis")) {
            return new Rejected(Reason.UNSUPPORTED_FORMAT, "AVIF");
        } else if (bytes.has(4, "ftyphei") || bytes.has(4, "ftypmif1")) {
            return new Rejected(Reason.UNSUPPORTED_FORMAT, "HEIF");
        }
        return new Rejected(Reason.NOT_AN_IMAGE, textOrBinary(encoded));
    }

    private static String textOrBinary(byte[] encoded) {
        int length = Math.min(encoded.length, LOOKED_AT);
        String head = new String(encoded, 0, length, StandardCharsets.ISO_8859_1)
                .strip()
                .toLowerCase(Locale.ROOT);
        if (head.startsWith("<svg") || (head.startsWith("<?xml") && head.contains("<svg"))) {
            return "SVG";
        } else if (head.startsWith("<!doctype html") || head.contains("<html")) {
            return "HTML";
        } else if (head.startsWith("{") || head.startsWith("[")) {
            return "JSON";
        }
        boolean isText = head.chars().allMatch(c -> (c >= 0x20 && c < 0x7f) || c == '\n' || c == '\r' || c == '\t');
        return isText ? "text" : "unknown bytes";
    }
}
