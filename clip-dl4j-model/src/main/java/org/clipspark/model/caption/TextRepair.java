package org.clipspark.model.caption;

import java.text.Normalizer;

/**
 * Repairs damaged text as the reference tokenizer's text fixer does: entities, mojibake, C1 controls, ligatures,
 * full-width forms, curly quotes, line breaks, lone surrogates, terminal escapes, control characters, NFC; repeated
 * until nothing changes, line by line.
 */
final class TextRepair {
    // Each round that changes something shortens or normalises; a bound keeps hostile text from looping.
    private static final int MAXIMUM_ROUNDS = 16;

    private TextRepair() {}

    /** The repaired text. */
    static String repair(String text) {
        StringBuilder to = new StringBuilder(text.length());
        boolean entities = true;
        int start = 0;
        while (start < text.length()) {
            int newline = text.indexOf('\n', start);
            int end = newline < 0 ? text.length() : newline + 1;
            String line = text.substring(start, end);
            // Text with a tag is a document, whose entities are left to a parser.
            entities = entities && line.indexOf('<') < 0;
            to.append(repairLine(line, entities));
            start = end;
        }
        return to.toString();
    }

    private static String repairLine(String line, boolean entities) {
        String text = line;
        for (int round = 0; round < MAXIMUM_ROUNDS; round++) {
            String before = text;
            text = entities ? HtmlEntities.unescapeStrictly(text) : text;
            text = Mojibake.repair(text);
            text = repairCharacters(text);
            text = normalize(text);
            if (text.equals(before)) {
                break;
            }
        }
        return text;
    }

    private static String normalize(String text) {
        for (int i = 0; i < text.length(); i++) {
            // Every character below this one is already composed.
            if (text.charAt(i) >= 0x300) {
                return Normalizer.normalize(text, Normalizer.Form.NFC);
            }
        }
        return text;
    }

    private static String repairCharacters(String text) {
        StringBuilder to = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\u001B') {
                at = skipTerminalEscape(text, at);
            } else if (Character.isHighSurrogate(c)
                    && at + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(at + 1))) {
                to.append(c).append(text.charAt(at + 1));
                at += 2;
            } else if (c == '\r' && at + 1 < text.length() && text.charAt(at + 1) == '\n') {
                at++;
            } else {
                appendRepaired(c, to);
                at++;
            }
        }
        return to.toString();
    }

    // The escape alone is a control character and goes; a whole colour code goes with it.
    private static int skipTerminalEscape(String text, int escape) {
        int at = escape + 1;
        if (at >= text.length() || text.charAt(at) != '[') {
            return at;
        }
        at++;
        while (at < text.length() && (text.charAt(at) == ';' || Character.isDigit(text.charAt(at)))) {
            at++;
        }
        boolean letter = at < text.length()
                && ((text.charAt(at) >= 'a' && text.charAt(at) <= 'z')
                        || (text.charAt(at) >= 'A' && text.charAt(at) <= 'Z'));
        return letter ? at + 1 : escape + 1;
    }

    private static void appendRepaired(char original, StringBuilder to) {
        char c = original >= 0x80 && original <= 0x9F ? Windows1252.character(original) : original;
        if (isControl(c)) {
            return;
        }
        if (c < 0x80) {
            to.append(c == '\r' ? '\n' : c);
        } else if (c == '\u02BC' || (c >= '\u2018' && c <= '\u201B')) {
            to.append('\'');
        } else if (c >= '\u201C' && c <= '\u201F') {
            to.append('"');
        } else if (c == '\u2028' || c == '\u2029' || c == '\u0085') {
            to.append('\n');
        } else if (Character.isSurrogate(c)) {
            to.append('\uFFFD');
        } else {
            to.append(isCompatibilityForm(c) ? decompose(c) : String.valueOf(c));
        }
    }

    private static boolean isControl(char c) {
        return c <= 0x08
                || c == 0x0B
                || (c >= 0x0E && c < 0x20)
                || c == 0x7F
                || (c >= 0x206A && c <= 0x206F)
                || c == 0xFEFF
                || (c >= 0xFFF9 && c <= 0xFFFC);
    }

    private static boolean isCompatibilityForm(char c) {
        boolean ligature = (c >= 0xFB00 && c <= 0xFB06)
                || c == 0x132
                || c == 0x133
                || c == 0x149
                || (c >= 0x1C4 && c <= 0x1CC)
                || (c >= 0x1F1 && c <= 0x1F3);
        return ligature || c == '\u3000' || (c >= 0xFF01 && c <= 0xFFEF);
    }

    private static String decompose(char c) {
        if (c == 0xFB05) {
            return "\u017Ft";
        }
        return Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFKC);
    }
}
