package org.clipspark.model.caption;

/**
 * Neighbouring characters that people do not write but damage produces, such as a capital with an accent before a
 * superscript. Judged by class, for the characters that Windows-1252 has.
 */
final class Implausibility {
    private static final int NONE = 0;
    private static final int CONTROL = 1;
    // Marks that hardly occur outside of damaged text.
    private static final int STRAY = 1 << 1;
    private static final int LAW = 1 << 2;
    private static final int CURRENCY = 1 << 3;
    private static final int OPENING = 1 << 4;
    private static final int CLOSING = 1 << 5;
    private static final int NUMERIC = 1 << 6;
    private static final int UPPER = 1 << 7;
    private static final int LOWER = 1 << 8;
    private static final int[] CLASS_OF_BYTE = classes();

    private Implausibility() {}

    /** Whether the text has such a place. */
    static boolean isIn(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80 && isAt(text, i, c)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAt(String text, int at, char c) {
        int kind = classOf(c);
        if (kind == CONTROL) {
            return true;
        }
        if (at + 1 == text.length()) {
            return false;
        }
        char following = text.charAt(at + 1);
        return (classOf(following) & notAfter(kind)) != 0
                || isFirstByteBeforeMark(c, following)
                || isLigatureWithoutLetter(c, following)
                || isAccentedBeforeMark(text, at, kind, following)
                || isCapitalInsideWord(text, at, kind, following);
    }

    private static int notAfter(int kind) {
        return switch (kind) {
            case STRAY -> STRAY | LOWER | UPPER | OPENING | CLOSING | CURRENCY | NUMERIC | LAW;
            case LOWER -> STRAY | UPPER | CURRENCY;
            case UPPER -> STRAY | NUMERIC | LAW;
            case CLOSING -> STRAY | UPPER | LOWER | CURRENCY;
            case CURRENCY, NUMERIC -> STRAY | UPPER | LOWER | OPENING;
            case OPENING, LAW -> STRAY;
            default -> NONE;
        };
    }

    // The four commonest first bytes of two: Latin-1's symbols and letters, Greek, Cyrillic.
    private static boolean isFirstByteBeforeMark(char c, char following) {
        if (c == 'à') {
            return "²µ¹¼½¾".indexOf(following) >= 0;
        }
        boolean mark = "€œŠš¢£Ÿž\u00A0\u00AD®©°·»–—´".indexOf(following) >= 0
                || (classOf(following) & (OPENING | CLOSING)) != 0;
        return mark && "ÂÃÎÐ".indexOf(c) >= 0;
    }

    private static boolean isLigatureWithoutLetter(char c, char following) {
        boolean letter = (following >= 'a' && following <= 'z') || (following >= 'A' && following <= 'Z');
        return (c == 'œ' || c == 'Œ') && !letter;
    }

    private static boolean isAccentedBeforeMark(String text, int at, int kind, char following) {
        if (at + 2 >= text.length()) {
            return false;
        }
        int mark = classOf(following);
        char third = text.charAt(at + 2);
        boolean accented = (kind & (LOWER | UPPER)) != 0;
        if (accented && (mark & (OPENING | CLOSING)) != 0 && isWordCharacter(third)) {
            return true;
        }
        if (mark == OPENING) {
            return (kind & (LOWER | UPPER | CURRENCY | CLOSING)) != 0 && classOf(third) == NUMERIC;
        }
        return mark == CLOSING && (kind & (LOWER | UPPER | CURRENCY | NUMERIC | LAW)) != 0 && classOf(third) == OPENING;
    }

    private static boolean isCapitalInsideWord(String text, int at, int kind, char following) {
        if (kind != UPPER || at == 0) {
            return false;
        }
        char before = text.charAt(at - 1);
        int mark = classOf(following);
        boolean afterLetter = before >= 'a' && before <= 'z' && (mark & (OPENING | CURRENCY)) != 0;
        return afterLetter || (Character.isWhitespace(before) && mark == CURRENCY);
    }

    private static boolean isWordCharacter(char c) {
        int type = Character.getType(c);
        return Character.isLetterOrDigit(c)
                || c == '_'
                || type == Character.LETTER_NUMBER
                || type == Character.OTHER_NUMBER;
    }

    private static int classOf(char c) {
        int value = c < 0x80 ? -1 : Windows1252.value(c);
        return value < 0 ? NONE : c <= 0x9F ? CONTROL : CLASS_OF_BYTE[value];
    }

    private static int[] classes() {
        int[] classes = new int[256];
        // Vowels with marks that faces are drawn with, such as Ö and ü, stay without a class: they stand anywhere.
        mark(classes, "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑØÝŠŽŸŒ", UPPER);
        mark(classes, "ßàáâãäåæçèéêëìíîïðñýÿšžœ", LOWER);
        mark(classes, "¦¤¨¬¯¸ƒˆ˜†‡‰ªº", STRAY);
        mark(classes, "¶§", LAW);
        mark(classes, "¢£¥€", CURRENCY);
        mark(classes, "¡«¿©‘‚“„•‹", OPENING);
        mark(classes, "®»”›™", CLOSING);
        mark(classes, "²³¹±¼½¾×µ÷", NUMERIC);
        return classes;
    }

    private static void mark(int[] classes, String characters, int kind) {
        characters.chars().forEach(c -> classes[Windows1252.value((char) c)] = kind);
    }
}
