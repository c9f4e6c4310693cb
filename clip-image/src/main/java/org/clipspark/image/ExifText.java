package org.clipspark.image;

import com.drew.lang.Rational;
import com.drew.metadata.StringValue;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values of tags as texts. */
final class ExifText {
    private static final int MOST_CHARACTERS = 500;
    private static final int MOST_NUMBERS = 32;
    /** Longer undefined values are tables or comments in some coding, no numbers to read. */
    private static final int MOST_BYTES = 8;

    private ExifText() {}

    /**
     * The value, shortened to 500 characters and 32 numbers; the empty string for null, which the library may give, and
     * for long binary values.
     */
    static String of(@Nullable Object value) {
        if (value == null) {
            return "";
        } else if (value instanceof StringValue string) {
            return text(string.getBytes());
        } else if (value instanceof byte[] bytes) {
            return isText(bytes) ? text(bytes) : numbers(bytes);
        } else if (value.getClass().isArray()) {
            return list(value);
        }
        return value instanceof Rational rational ? rational(rational) : cut(value.toString());
    }

    private static String list(Object array) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < Math.min(MOST_NUMBERS, Array.getLength(array)); i++) {
            values.add(of(Array.get(array, i)));
        }
        return cut(values.toString());
    }

    private static String numbers(byte[] bytes) {
        List<Integer> values = new ArrayList<>();
        for (byte value : bytes) {
            values.add(value & 0xff);
        }
        return bytes.length > MOST_BYTES ? "" : values.toString();
    }

    private static String rational(Rational value) {
        long divisor = Math.max(1, gcd(Math.abs(value.getNumerator()), Math.abs(value.getDenominator())));
        long denominator = value.getDenominator() / divisor;
        long numerator = value.getNumerator() / divisor;
        return denominator == 1 ? Long.toString(numerator) : numerator + "/" + denominator;
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    private static boolean isText(byte[] bytes) {
        for (byte value : bytes) {
            if (value < 0x20 || value == 0x7f) {
                return false;
            }
        }
        return bytes.length > 0;
    }

    /** Up to the first zero, where C ends a text; what is no UTF-8 becomes U+FFFD. */
    private static String text(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        return cut((end < 0 ? text : text.substring(0, end)).strip());
    }

    private static String cut(String text) {
        if (text.length() <= MOST_CHARACTERS) {
            return text;
        }
        // A character beyond 16 bits must not be cut in two.
        int end = Character.isHighSurrogate(text.charAt(MOST_CHARACTERS - 1)) ? MOST_CHARACTERS - 1 : MOST_CHARACTERS;
        return text.substring(0, end);
    }
}
