package org.clipspark.model.caption;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * The forms that open_clip brings a caption into before it splits it, {@code clean} of its tokenizers: in all of them
 * damaged text is repaired, HTML entities are resolved, white space is collapsed to single spaces and the ends are
 * stripped.
 */
public enum CaptionCleaner {
    /** Lower case, as CLIP's own training. */
    LOWER(true, false),
    /** Nothing more. */
    WHITESPACE(false, false),
    /** Lower case without ASCII punctuation, underscores as spaces, as SigLIP's training. */
    CANONICALIZE(true, true);

    private static final char SLOW = 0;
    private static final char DROPPED = 1;
    private static final char SPACE = ' ';

    // What an ASCII character becomes; SLOW sends the whole caption through the full repair.
    private final String ascii;
    private final boolean lowersCase;
    private final boolean dropsPunctuation;

    CaptionCleaner(boolean lowersCase, boolean dropsPunctuation) {
        this.lowersCase = lowersCase;
        this.dropsPunctuation = dropsPunctuation;
        this.ascii = asciiTable();
    }

    /**
     * The form of that name.
     *
     * @throws IllegalArgumentException if there is none; the message lists the names
     */
    @JsonCreator
    public static CaptionCleaner named(String name) {
        for (CaptionCleaner cleaner : values()) {
            if (cleaner.schemaName().equals(name)) {
                return cleaner;
            }
        }
        throw new IllegalArgumentException(
                "Unknown cleaning of captions '" + name + "' (expected: lower, whitespace, canonicalize)");
    }

    /** The name in open_clip's schema. */
    @JsonValue
    public String schemaName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The cleaned caption; empty if nothing is left. */
    public String clean(String caption) {
        return new String(cleanUtf8(caption), StandardCharsets.UTF_8);
    }

    /** The cleaned caption in UTF-8, in a fresh array; empty if nothing is left. */
    public byte[] cleanUtf8(String caption) {
        int length = caption.length();
        byte[] to = new byte[length];
        int size = 0;
        for (int i = 0; i < length; i++) {
            char c = caption.charAt(i);
            char mapped = c < 128 ? ascii.charAt(c) : SLOW;
            if (mapped == SLOW) {
                return cleanFully(caption).getBytes(StandardCharsets.UTF_8);
            }
            if (mapped != DROPPED && (mapped != SPACE || (size > 0 && to[size - 1] != SPACE))) {
                to[size++] = (byte) mapped;
            }
        }
        if (size > 0 && to[size - 1] == SPACE) {
            size--;
        }
        return size == length ? to : Arrays.copyOf(to, size);
    }

    /** What {@link #clean} gives, for any caption by the full repair. */
    String cleanFully(String caption) {
        String repaired = TextRepair.repair(caption);
        // Twice, as CLIP does: captions from the web are often escaped twice.
        String plain = HtmlEntities.unescape(HtmlEntities.unescape(repaired));
        String words = collapseSpace(dropsPunctuation ? withoutPunctuation(plain) : plain);
        return lowersCase ? words.toLowerCase(Locale.ROOT) : words;
    }

    private static String withoutPunctuation(String text) {
        StringBuilder to = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '_') {
                to.append(' ');
            } else if (!isPunctuation(c)) {
                to.append(c);
            }
        }
        return to.toString();
    }

    /** Whether a character is one of ASCII's 32 signs. */
    private static boolean isPunctuation(char c) {
        return (c > ' ' && c < '0') || (c > '9' && c < 'A') || (c > 'Z' && c < 'a') || (c > 'z' && c < 127);
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

    private String asciiTable() {
        char[] table = new char[128];
        for (char c = ' '; c < 127; c++) {
            table[c] = plain(c);
        }
        table['&'] = SLOW;
        "\t\n\f\r".chars().forEach(space -> table[space] = SPACE);
        return new String(table);
    }

    private char plain(char c) {
        if (dropsPunctuation && isPunctuation(c)) {
            return c == '_' ? SPACE : DROPPED;
        }
        return lowersCase ? Character.toLowerCase(c) : c;
    }
}
