package org.clipspark.prep.metadata;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads JSON objects as rows of metadata; not for several threads. */
public final class JsonRows {
    private static final ObjectReader JSON =
            new ObjectMapper().readerFor(JsonNode.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final int MOST_SETS = 1_000;

    private final ColumnNames names;
    private final Map<List<String>, Map<ColumnRole, String>> found = new HashMap<>();

    /** Rows whose fields have these names. */
    public JsonRows(ColumnNames names) {
        this.names = names;
    }

    /**
     * The row that a text spells.
     *
     * @throws InvalidMetadataException if the text is no JSON object
     */
    public MetadataRow row(String text) {
        JsonNode object = object(text);
        List<String> present = fields(object);
        // Objects of one file mostly have the same fields, or one of a few sets of them.
        if (found.size() > MOST_SETS) {
            found.clear();
        }
        return new JsonRow(object, found.computeIfAbsent(present, names::among));
    }

    /**
     * Names of an object's fields.
     *
     * @throws InvalidMetadataException if the text is no JSON object
     */
    public static List<String> fields(String text) {
        return fields(object(text));
    }

    private static List<String> fields(JsonNode object) {
        List<String> fields = new ArrayList<>(object.size());
        object.fieldNames().forEachRemaining(fields::add);
        return fields;
    }

    private static JsonNode object(String text) {
        try {
            JsonNode tree = JSON.readValue(text);
            if (!tree.isObject()) {
                throw new InvalidMetadataException("the JSON is no object");
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw new InvalidMetadataException(
                    e.getOriginalMessage().lines().findFirst().orElse("no JSON"));
        }
    }

    private record JsonRow(JsonNode object, Map<ColumnRole, String> columns) implements MetadataRow {
        private JsonNode value(ColumnRole role) {
            return object.path(columns.getOrDefault(role, ""));
        }

        @Override
        public String text(ColumnRole role) throws CharacterCodingException {
            JsonNode value = value(role);
            // JSON has numbers: a number in quotes was not meant as one.
            boolean isQuoted = role.form() == ColumnRole.Form.WHOLE_NUMBER && value.isTextual();
            return isQuoted ? value.toString() : text(value);
        }

        private static String text(JsonNode node) throws CharacterCodingException {
            String text = node.isContainerNode() ? node.toString() : node.isNull() ? "" : node.asText("");
            // Half a surrogate pair can be spelled in JSON and in nothing else.
            if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
                throw new CharacterCodingException();
            }
            return text;
        }

        @Override
        public List<String> captions() throws CharacterCodingException {
            Set<String> captions = new LinkedHashSet<>();
            for (ColumnRole role : List.of(ColumnRole.CAPTION, ColumnRole.CAPTIONS)) {
                JsonNode value = value(role);
                for (JsonNode one : value.isArray() ? value : List.of(value)) {
                    String caption = text(one).strip();
                    if (!caption.isEmpty()) {
                        captions.add(caption);
                    }
                }
            }
            return List.copyOf(captions);
        }

        @Override
        public double number(ColumnRole role) {
            JsonNode value = value(role);
            return value.isNumber() ? value.doubleValue() : Numbers.parse(value.asText(""));
        }

        @Override
        public List<Float> embedding() {
            JsonNode value = value(ColumnRole.EMBEDDING);
            return Numbers.embedding(
                    value.isArray() ? value.size() : 0,
                    i -> value.path(i).isNumber() ? value.path(i).doubleValue() : Double.NaN);
        }
    }
}
