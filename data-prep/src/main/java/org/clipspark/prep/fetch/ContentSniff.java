package org.clipspark.prep.fetch;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Recognises error pages and other text that servers send in place of an image, often called image/jpeg. */
final class ContentSniff {
    private static final int LOOKED_AT_BYTES = 512;

    private ContentSniff() {}

    /** The kind of text that the bytes are; empty for binary content, which is left to the decoder. */
    static Optional<String> textKind(byte[] body) {
        int length = Math.min(body.length, LOOKED_AT_BYTES);
        for (int i = 0; i < length; i++) {
            if (isBinary(body[i])) {
                return isUtf16(body) ? Optional.of("UTF-16 text") : Optional.empty();
            }
        }
        String text =
                new String(body, 0, length, StandardCharsets.ISO_8859_1).strip().toLowerCase(Locale.ROOT);
        String content =
                text.startsWith("\u00ef\u00bb\u00bf") ? text.substring(3).strip() : text;
        if (content.contains("<svg")) {
            return Optional.of("SVG");
        } else if (content.startsWith("<!doctype html") || content.contains("<html") || content.contains("<body")) {
            return Optional.of("HTML");
        } else if (content.startsWith("<")) {
            return Optional.of("XML or HTML");
        } else if (content.startsWith("{") || content.startsWith("[")) {
            return Optional.of("JSON");
        }
        return Optional.of("text");
    }

    /** Bytes that text never has: the "binary data bytes" of the WHATWG MIME Sniffing Standard. */
    private static boolean isBinary(byte b) {
        int value = b & 0xff;
        return value <= 0x08 || value == 0x0b || (value >= 0x0e && value <= 0x1a) || (value >= 0x1c && value <= 0x1f);
    }

    private static boolean isUtf16(byte[] body) {
        int first = body.length < 2 ? 0 : (body[0] & 0xff) << 8 | (body[1] & 0xff);
        return first == 0xfeff || first == 0xfffe;
    }
}
