package org.clipspark.prep.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How types and values are called in messages. */
final class Words {
    private static final int SHOWN_CHARACTERS = 60;

    private Words() {}

    static String got(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return "nothing";
        }
        if (node.isObject()) {
            return "a section";
        }
        if (node.isArray()) {
            return "a list";
        }
        String text = node.asText().lines().findFirst().orElse("");
        String shown = text.length() > SHOWN_CHARACTERS ? text.substring(0, SHOWN_CHARACTERS) + "..." : text;
        return node.isTextual() ? "the text '" + shown + "'" : shown;
    }

    static List<String> keys(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
    }

    static String unknownKey(String path, String key, Class<?> record) {
        List<String> known = keys(record);
        String hint = Spelling.nearest(key, known)
                .map(word -> "did you mean '" + word + "'?")
                .orElse("expected one of: " + String.join(", ", known));
        return join(path, key) + ": unknown key, " + hint;
    }

    static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    static String spelled(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static List<String> spellings(Class<?> enumeration) {
        return Arrays.stream(enumeration.getEnumConstants())
                .map(constant -> spelled((Enum<?>) constant))
                .toList();
    }
}
