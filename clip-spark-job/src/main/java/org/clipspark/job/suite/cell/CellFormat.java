package org.clipspark.job.suite.cell;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A cell as JSON: CLIP_benchmark's keys first, then ours, last what depends on the clock, so that two runs over the same
 * inputs give files that are equal up to {@link #CLOCK_KEYS}.
 */
public final class CellFormat {
    /** Keys whose values depend on when and how fast it was measured. */
    public static final List<String> CLOCK_KEYS = List.of("evaluated_at", "seconds");

    static final ObjectMapper JSON = new ObjectMapper()
            .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

    private CellFormat() {}

    /** The object. */
    public static ObjectNode tree(Cell cell) {
        ObjectNode node = JSON.createObjectNode();
        CellAddress address = cell.address();
        node.put("dataset", address.dataset()).put("model", address.model()).put("pretrained", address.pretrained());
        node.put("task", address.task().spelling());
        numbers(node.putObject("metrics"), cell.metrics());
        node.put("language", address.language());
        ObjectNode intervals = node.putObject("intervals");
        cell.intervals()
                .forEach((name, interval) ->
                        intervals.putArray(name).add(interval.low()).add(interval.high()));
        numbers(node.putObject("chance"), cell.chance());
        node.put("samples", cell.samples()).put("skipped", cell.skipped());
        node.set("progress", JSON.valueToTree(cell.progress()));
        node.set("findings", JSON.valueToTree(cell.findings()));
        node.set("lineage", JSON.valueToTree(cell.lineage().parts()));
        node.put("identity", cell.lineage().identity());
        node.set("versions", JSON.valueToTree(cell.versions()));
        node.put("evaluated_at", cell.evaluatedAt().toString());
        numbers(node.putObject("seconds"), cell.seconds());
        return node;
    }

    /**
     * Reads what {@link #tree} made.
     *
     * @throws IllegalArgumentException if it is something else; the message says what
     */
    static Cell parse(byte[] content) {
        try {
            JsonNode node = JSON.readTree(content);
            return new Cell(
                    address(node),
                    numbers(node, "metrics"),
                    intervals(node),
                    numbers(node, "chance"),
                    node.path("samples").asLong(),
                    node.path("skipped").asLong(),
                    JSON.treeToValue(field(node, "progress"), Progress.class),
                    JSON.treeToValue(field(node, "findings"), Findings.class),
                    new Lineage(texts(node, "lineage")),
                    texts(node, "versions"),
                    Instant.parse(text(node, "evaluated_at")),
                    numbers(node, "seconds"));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it is no result: " + e.getOriginalMessage(), e);
        } catch (IOException | DateTimeParseException e) {
            throw new IllegalArgumentException("it is no result: " + e.getMessage(), e);
        }
    }

    private static CellAddress address(JsonNode node) {
        return new CellAddress(
                text(node, "dataset"),
                text(node, "model"),
                text(node, "pretrained"),
                text(node, "language"),
                SuiteTask.named(text(node, "task")));
    }

    private static void numbers(ObjectNode node, Map<String, Double> values) {
        values.forEach((name, value) -> {
            if (Double.isFinite(value)) {
                node.put(name, value);
            } else {
                node.putNull(name);
            }
        });
    }

    private static Map<String, Double> numbers(JsonNode node, String key) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : field(node, key).properties()) {
            if (!entry.getValue().isNumber() && !entry.getValue().isNull()) {
                throw new IllegalArgumentException(
                        "'" + key + "." + entry.getKey() + "' must be a number, got " + entry.getValue());
            }
            values.put(entry.getKey(), entry.getValue().asDouble(Double.NaN));
        }
        return values;
    }

    private static Map<String, Interval> intervals(JsonNode node) {
        Map<String, Interval> intervals = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : field(node, "intervals").properties()) {
            JsonNode bounds = entry.getValue();
            intervals.put(
                    entry.getKey(),
                    new Interval(
                            bounds.path(0).asDouble(Double.NaN), bounds.path(1).asDouble(Double.NaN)));
        }
        return intervals;
    }

    private static Map<String, String> texts(JsonNode node, String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : field(node, key).properties()) {
            texts.put(entry.getKey(), entry.getValue().asText());
        }
        return texts;
    }

    private static String text(JsonNode node, String key) {
        JsonNode value = field(node, key);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("'" + key + "' must be text, got " + value);
        }
        return value.textValue();
    }

    private static JsonNode field(JsonNode node, String key) {
        JsonNode value = node.get(key);
        if (value == null) {
            throw new IllegalArgumentException("it has no '" + key + "'");
        }
        return value;
    }
}
