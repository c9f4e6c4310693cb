package org.clipspark.model.caption;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Brings a caption into the form CLIP's tokenizer splits: damaged text repaired, HTML entities resolved, white space
 * collapsed to single spaces, ends stripped, lower case.
 */
public final class CaptionCleaner {
    private static final byte SLOW = 0;
    private static final byte SPACE = ' ';
    // What an ASCII character becomes; SLOW sends the whole caption through the full repair.
    private static final byte[] ASCII = asciiTable();

    private CaptionCleaner() {}

    /** The cleaned caption; empty if nothing is left. */
    public static String clean(String caption) {
        return new String(cleanUtf8(caption), StandardCharsets.UTF_8);
    }

    /** The cleaned caption in UTF-8, in a fresh array; empty if nothing is left. */
    public static byte[] cleanUtf8(String caption) {
        int length = caption.length();
        byte[] to = new byte[length];
        int size = 0;
        for (int i = 0; i < length; i++) {
            char c = caption.charAt(i);
            byte mapped = c < 128 ? ASCII[c] : SLOW;
            if (mapped == SLOW) {
                return cleanFully(caption).getBytes(StandardCharsets.UTF_8);
            }
            if (mapped != SPACE || (size > 0 && to[size - 1] != SPACE)) {
                to[size++] = mapped;
            }
        }
        if (size > 0 && to[size - 1] == SPACE) {
            size--;
        }
        return size == length ? to : Arrays.copyOf(to, size);
    }

    /** The caption repaired, without HTML entities, with single spaces; letters keep their case. */
    public static String repair(String caption) {
        String repaired = TextRepair.repair(caption);
        // Twice, as CLIP does: captions from the web are often escaped twice.
        return collapseSpace(HtmlEntities.unescape(HtmlEntities.unescape(repaired)));
    }

    /** What {@link #clean} gives, for any caption by the full repair. */
    static String cleanFully(String caption) {
        return repair(caption).toLowerCase(Locale.ROOT);
    }

    private static String collapseSpace(String text) {
        StringBuilder to = new StringBuilder(text.length());
        boolean pending = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isSpace(c)) {
                pending = to.length() > 0;
            } else {
                if (pending) {
                    to.append(' ');
                    pending = false;
                }
                to.append(c);
            }
        }
        return to.toString();
    }

    // The reference's notion of white space; Character.isWhitespace leaves out the no-break spaces and NEL.
    private static boolean isSpace(char c) {
        return Character.isSpaceChar(c) || (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x1F) || c == 0x85;
    }

    private static byte[] asciiTable() {
        byte[] table = new byte[128];
        for (int c = ' '; c < 127; c++) {
            table[c] = (byte) (c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c);
        }
        table['&'] = SLOW;
        "\t\n\f\r".chars().forEach(space -> table[space] = SPACE);
        return table;
    }
}
