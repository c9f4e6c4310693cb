package org.clipspark.model.input;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Walks over the words of a cleaned caption: special tokens, English contractions, runs of letters, single digits, runs
 * of anything else.
 */
final class WordSplitter {
    /** Text of the start token. */
    static final String START = "<start_of_text>";
    /** Text of the end token. */
    static final String END = "<end_of_text>";

    private static final byte SPACE = 0;
    private static final byte LETTER = 1;
    private static final byte NUMBER = 2;
    private static final byte OTHER = 3;
    private static final byte[] ASCII = asciiTable();
    private static final byte[] START_BYTES = START.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END_BYTES = END.getBytes(StandardCharsets.US_ASCII);

    private final byte[] text;
    private int start;
    private int end;
    private int decodedSize;
    private boolean special;

    /** Words of a cleaned caption in UTF-8 with single spaces. */
    WordSplitter(byte[] text) {
        this.text = text;
    }

    /** Index of the first byte of the word. */
    int start() {
        return start;
    }

    /** Index behind the last byte of the word. */
    int end() {
        return end;
    }

    /** Whether the word is the text of the start token. */
    boolean isStart() {
        return special && end - start == START_BYTES.length;
    }

    /** Whether the word is the text of the end token. */
    boolean isEnd() {
        return special && end - start == END_BYTES.length;
    }

    /** Goes to the next word; false if there is none. */
    boolean advance() {
        start = end;
        while (start < text.length && kind(start) == SPACE) {
            start += decodedSize;
        }
        if (start == text.length) {
            end = start;
            return false;
        }
        byte first = text[start];
        int fixed = first == '<' ? specialSize() : first == '\'' ? contractionSize() : 0;
        // In other letters the text is one word too, but not the token.
        special = first == '<' && (spells(START_BYTES, fixed) || spells(END_BYTES, fixed));
        end = fixed > 0 ? start + fixed : endOfRun();
        return true;
    }

    private boolean spells(byte[] token, int size) {
        return size == token.length && Arrays.equals(text, start, start + size, token, 0, size);
    }

    private int endOfRun() {
        byte kind = kind(start);
        int at = start + decodedSize;
        while (kind != NUMBER && at < text.length && kind(at) == kind) {
            at += decodedSize;
        }
        return at;
    }

    private int specialSize() {
        int size = sizeOf(START_BYTES);
        return size > 0 ? size : sizeOf(END_BYTES);
    }

    /** Bytes that spell a special token in any case; 0 if the text goes on otherwise. */
    private int sizeOf(byte[] token) {
        int at = start;
        for (byte expected : token) {
            if (expected == 's' && isLongS(at)) {
                at += 2;
            } else if (lowerAt(at) == expected) {
                at++;
            } else {
                return 0;
            }
        }
        return at - start;
    }

    private boolean isLongS(int index) {
        return byteAt(index) == 0xC5 && byteAt(index + 1) == 0xBF;
    }

    private int contractionSize() {
        int second = lowerAt(start + 1);
        int third = lowerAt(start + 2);
        if (second == 's' || second == 't' || second == 'm' || second == 'd') {
            return 2;
        }
        // U+017F, the long s, is an s where case does not count.
        if (isLongS(start + 1)) {
            return 3;
        }
        boolean pair =
                (second == 'r' && third == 'e') || (second == 'v' && third == 'e') || (second == 'l' && third == 'l');
        return pair ? 3 : 0;
    }

    private int lowerAt(int index) {
        int value = byteAt(index);
        return value >= 'A' && value <= 'Z' ? value + 'a' - 'A' : value;
    }

    private int byteAt(int index) {
        return index < text.length ? text[index] & 0xFF : -1;
    }

    private byte kind(int at) {
        byte value = text[at];
        if (value >= 0) {
            decodedSize = 1;
            return ASCII[value];
        }
        decodedSize = value < (byte) 0xE0 ? 2 : value < (byte) 0xF0 ? 3 : 4;
        int codePoint = value & (0xFF >> (decodedSize + 1));
        for (int i = 1; i < decodedSize; i++) {
            codePoint = (codePoint << 6) | (text[at + i] & 0x3F);
        }
        return kindOf(codePoint);
    }

    private static byte kindOf(int codePoint) {
        if (Character.isLetter(codePoint)) {
            return LETTER;
        }
        return switch (Character.getType(codePoint)) {
            case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> NUMBER;
            case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> SPACE;
            default -> OTHER;
        };
    }

    private static byte[] asciiTable() {
        byte[] table = new byte[128];
        for (int c = 0; c < 128; c++) {
            table[c] = c == ' ' ? SPACE : kindOf(c);
        }
        return table;
    }
}
