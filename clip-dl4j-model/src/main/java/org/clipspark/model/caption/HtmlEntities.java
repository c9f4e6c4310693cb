package org.clipspark.model.caption;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Character references of HTML 5 (section 13.2.5.72 of the standard), in text that is not a document. */
final class HtmlEntities {
    private static final String TABLE = "html5-entities.txt";
    private static final int LONGEST_NAME = 32;
    private static final int LONGEST_STRICT_NAME = 24;
    private static final char REPLACEMENT = '\uFFFD';
    // Names as the standard lists them: with the semicolon, and the old ones also without.
    private static final Map<String, String> NAMED = readTable();
    // Also upper-case spellings of lower-case names, for shouted captions.
    private static final Map<String, String> STRICT_NAMED = withUpperCase(NAMED);

    private HtmlEntities() {}

    /** Replaces every reference, also old names without semicolon and as prefix of a longer word. */
    static String unescape(String text) {
        int ampersand = text.indexOf('&');
        if (ampersand < 0) {
            return text;
        }
        StringBuilder to = new StringBuilder(text.length());
        int done = 0;
        while (ampersand >= 0 && ampersand + 1 < text.length()) {
            to.append(text, done, ampersand);
            done = text.charAt(ampersand + 1) == '#'
                    ? appendNumeric(text, ampersand, to)
                    : appendNamed(text, ampersand, to);
            ampersand = text.indexOf('&', done);
        }
        return to.append(text, done, text.length()).toString();
    }

    /** Replaces only complete references that end in a semicolon; unknown ones stay. */
    static String unescapeStrictly(String text) {
        int ampersand = text.indexOf('&');
        if (ampersand < 0) {
            return text;
        }
        StringBuilder to = new StringBuilder(text.length());
        int done = 0;
        while (ampersand >= 0) {
            int end = strictEnd(text, ampersand);
            Optional<String> value = end < 0 ? Optional.empty() : strictValue(text.substring(ampersand + 1, end));
            if (value.isPresent()) {
                to.append(text, done, ampersand).append(value.get());
                done = end;
            }
            ampersand = text.indexOf('&', value.isPresent() ? done : ampersand + 1);
        }
        return to.append(text, done, text.length()).toString();
    }

    private static int strictEnd(String text, int ampersand) {
        int at = ampersand + 1;
        if (at < text.length() && text.charAt(at) == '#') {
            at++;
        }
        int start = at;
        while (at < text.length() && at - start <= LONGEST_STRICT_NAME && isAlphanumeric(text.charAt(at))) {
            at++;
        }
        int size = at - start;
        boolean closed = at < text.length() && text.charAt(at) == ';';
        return closed && size >= 1 && size <= LONGEST_STRICT_NAME ? at + 1 : -1;
    }

    private static Optional<String> strictValue(String body) {
        if (body.charAt(0) != '#') {
            return Optional.ofNullable(STRICT_NAMED.get(body));
        }
        StringBuilder value = new StringBuilder();
        String reference = "&" + body;
        int end = appendNumeric(reference, 0, value);
        // A semicolon in the value would read as the end of another reference.
        boolean whole = end == reference.length() && value.indexOf(";") < 0;
        return whole ? Optional.of(value.toString()) : Optional.empty();
    }

    private static int appendNumeric(String text, int ampersand, StringBuilder to) {
        int at = ampersand + 2;
        boolean hex = at < text.length() && (text.charAt(at) == 'x' || text.charAt(at) == 'X');
        int radix = hex ? 16 : 10;
        if (hex) {
            at++;
        }
        int start = at;
        int value = 0;
        while (at < text.length() && isDigit(text.charAt(at), radix)) {
            value = Math.min(value * radix + Character.digit(text.charAt(at), radix), Character.MAX_CODE_POINT + 1);
            at++;
        }
        if (at == start) {
            to.append(text, ampersand, at);
            return at;
        }
        appendCodePoint(value, to);
        return at < text.length() && text.charAt(at) == ';' ? at + 1 : at;
    }

    // The standard's replacements for numbers that are no characters.
    private static void appendCodePoint(int value, StringBuilder to) {
        if (value == 0 || value > Character.MAX_CODE_POINT || (value >= 0xD800 && value <= 0xDFFF)) {
            to.append(REPLACEMENT);
        } else if (value >= 0x80 && value <= 0x9F) {
            to.append(Windows1252.character(value));
        } else if (!isNoCharacter(value)) {
            to.appendCodePoint(value);
        }
    }

    private static boolean isNoCharacter(int value) {
        boolean control =
                (value < 0x20 && value != '\t' && value != '\n' && value != '\f' && value != '\r') || value == 0x7F;
        return control || (value >= 0xFDD0 && value <= 0xFDEF) || (value & 0xFFFE) == 0xFFFE;
    }

    private static int appendNamed(String text, int ampersand, StringBuilder to) {
        int start = ampersand + 1;
        int end = start;
        while (end < text.length() && end - start < LONGEST_NAME && isNameCharacter(text.charAt(end))) {
            end++;
        }
        if (end < text.length() && end > start && text.charAt(end) == ';') {
            end++;
        }
        // Longest known name first; a name has at least two letters.
        for (int stop = end; stop >= start + 2; stop--) {
            String value = NAMED.get(text.substring(start, stop));
            if (value != null) {
                to.append(value);
                return stop;
            }
        }
        to.append(text, ampersand, end);
        return end;
    }

    private static boolean isNameCharacter(char c) {
        return "\t\n\f <&#;".indexOf(c) < 0;
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c, int radix) {
        return c < 128 && Character.digit(c, radix) >= 0;
    }

    private static Map<String, String> readTable() {
        Map<String, String> table = new HashMap<>(4096);
        try (InputStream in = Objects.requireNonNull(HtmlEntities.class.getResourceAsStream(TABLE), TABLE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int space = line.indexOf(' ');
                StringBuilder value = new StringBuilder();
                for (String hex : line.substring(space + 1).split(" ", -1)) {
                    value.appendCodePoint(Integer.parseInt(hex, 16));
                }
                table.put(line.substring(0, space), value.toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read resource " + TABLE, e);
        }
        return table;
    }

    private static Map<String, String> withUpperCase(Map<String, String> named) {
        Map<String, String> table = new HashMap<>(4096);
        named.forEach((name, value) -> {
            if (name.endsWith(";")) {
                table.put(name, value);
            }
        });
        named.forEach((name, value) -> {
            String upper = name.toUpperCase(Locale.ROOT);
            if (name.endsWith(";") && name.equals(name.toLowerCase(Locale.ROOT)) && !startsWithName(named, upper)) {
                table.putIfAbsent(upper, value.toUpperCase(Locale.ROOT));
            }
        });
        return table;
    }

    private static boolean startsWithName(Map<String, String> named, String text) {
        for (int stop = text.length(); stop >= 2; stop--) {
            if (named.containsKey(text.substring(0, stop))) {
                return true;
            }
        }
        return false;
    }
}
