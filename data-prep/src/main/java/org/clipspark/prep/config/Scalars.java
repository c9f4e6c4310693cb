package org.clipspark.prep.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads single values without coercion. */
final class Scalars {
    private static final Pattern EXPONENT = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)[eE][-+]?\\d{1,3}");

    private Scalars() {}

    /** The value, or empty if the node does not hold one of this type. */
    static Optional<Object> read(JsonNode node, Class<?> type) {
        if (type == String.class) {
            return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
        }
        if (type == boolean.class || type == Boolean.class) {
            return node.isBoolean() ? Optional.of(node.booleanValue()) : Optional.empty();
        }
        if (type == int.class || type == Integer.class) {
            return node.isIntegralNumber() && node.canConvertToInt() ? Optional.of(node.intValue()) : Optional.empty();
        }
        if (type == long.class || type == Long.class) {
            return node.isIntegralNumber() && node.canConvertToLong()
                    ? Optional.of(node.longValue())
                    : Optional.empty();
        }
        if (type == double.class || type == Double.class) {
            return number(node);
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .filter(constant -> node.isTextual()
                            && Words.spelled((Enum<?>) constant).equals(node.textValue()))
                    .map(Object.class::cast)
                    .findFirst();
        }
        throw new IllegalArgumentException("A config record cannot have a component of " + type);
    }

    /** What a value of this type looks like. */
    static String expected(Class<?> type) {
        if (type.isRecord()) {
            return "a section with the keys " + Words.keys(type);
        }
        if (type.isEnum()) {
            return "one of: " + String.join(", ", Words.spellings(type));
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == int.class || type == Integer.class) {
            return "a whole number (32 bits)";
        }
        if (type == long.class || type == Long.class) {
            return "a whole number (64 bits)";
        }
        return type == String.class ? "text" : "a number";
    }

    /** A question after a misspelt choice, or nothing. */
    static String hint(JsonNode node, Class<?> type) {
        if (!type.isEnum() || !node.isTextual()) {
            return "";
        }
        return Spelling.nearest(node.textValue(), Words.spellings(type))
                .map(word -> ", did you mean '" + word + "'?")
                .orElse("");
    }

    private static Optional<Object> number(JsonNode node) {
        if (node.isNumber()) {
            return Optional.of(node.doubleValue());
        }
        return node.isTextual() && EXPONENT.matcher(node.textValue()).matches()
                ? Optional.of(Double.parseDouble(node.textValue()))
                : Optional.empty();
    }
}
