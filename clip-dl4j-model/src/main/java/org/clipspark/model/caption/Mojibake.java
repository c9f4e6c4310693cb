package org.clipspark.model.caption;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** UTF-8 that was read as Latin-1 or Windows-1252 at some point of its life. */
final class Mojibake {
    private Mojibake() {}

    /** The text, or if it looks damaged each such piece of it, read again as UTF-8. */
    static String repair(String text) {
        if (!Implausibility.isIn(text)) {
            return text;
        }
        return decode(text).orElseGet(() -> repairPieces(text));
    }

    private static String repairPieces(String text) {
        StringBuilder to = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            int end = endOfSequences(text, at);
            String piece = text.substring(at, Math.max(end, at + 1));
            boolean damaged = end > at && !follows(text, at) && Implausibility.isIn(piece);
            to.append(damaged ? decode(piece).orElse(piece) : piece);
            at += piece.length();
        }
        return to.toString();
    }

    // Right behind another continuation byte, what looks like a first byte is the rest of something else.
    private static boolean follows(String text, int at) {
        return at > 0 && text.charAt(at - 1) <= 0xFF && isContinuation(text, at - 1);
    }

    private static int endOfSequences(String text, int start) {
        int at = start;
        int size = sequenceSize(text, at);
        while (size > 0) {
            at += size;
            size = sequenceSize(text, at);
        }
        return at;
    }

    private static int sequenceSize(String text, int at) {
        int first = at < text.length() ? Windows1252.value(text.charAt(at)) : -1;
        int size = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
        for (int i = 1; i < size; i++) {
            if (!isContinuation(text, at + i)) {
                return 0;
            }
        }
        return size;
    }

    private static boolean isContinuation(String text, int at) {
        int value = at < text.length() ? Windows1252.value(text.charAt(at)) : -1;
        return value >= 0x80 && value < 0xC0;
    }

    private static Optional<String> decode(String text) {
        byte[] bytes = new byte[text.length()];
        for (int i = 0; i < bytes.length; i++) {
            int value = Windows1252.value(text.charAt(i));
            if (value < 0) {
                return Optional.empty();
            }
            bytes[i] = (byte) value;
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
