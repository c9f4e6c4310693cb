package org.clipspark.model.caption;

/** The encoding of Western Windows, in which bytes without a character stand for the C1 control of that number. */
final class Windows1252 {
    private static final int FIRST = 0x80;
    private static final String HIGH =
            "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F"
                    + "\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";

    private Windows1252() {}

    /** Character of a byte of 0 to 255. */
    static char character(int value) {
        return value >= FIRST && value < FIRST + HIGH.length() ? HIGH.charAt(value - FIRST) : (char) value;
    }

    /** Byte, 0 to 255, of a character, or -1 if it has none; C1 controls are taken for their own number. */
    static int value(char c) {
        if (c <= 0xFF) {
            return c;
        }
        int at = HIGH.indexOf(c);
        return at < 0 ? -1 : FIRST + at;
    }
}
