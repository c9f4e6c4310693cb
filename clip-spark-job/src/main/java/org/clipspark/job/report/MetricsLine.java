package org.clipspark.job.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads one line of {@code metrics.jsonl}. */
final class MetricsLine {
    private MetricsLine() {}

    /**
     * Takes the line apart.
     *
     * @throws IllegalArgumentException if it is no metrics entry; the message says what is wrong
     */
    static MetricsEntry parse(JsonNode node) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!isHead(field.getKey())) {
                values.put(field.getKey(), number(field.getKey(), field.getValue()));
            }
        }
        int epoch = (int) whole(node, "epoch", Integer.MAX_VALUE);
        return new MetricsEntry(kind(node.path("kind").asText()), whole(node, "step", Long.MAX_VALUE), epoch, values);
    }

    private static boolean isHead(String key) {
        return key.equals("kind") || key.equals("step") || key.equals("epoch");
    }

    private static MetricsEntry.Kind kind(String label) {
        return Arrays.stream(MetricsEntry.Kind.values())
                .filter(kind -> kind.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Unknown kind '" + label + "' (expected: step, epoch, evaluation)"));
    }

    private static long whole(JsonNode node, String key, long largest) {
        JsonNode value = node.path(key);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() > largest) {
            throw new IllegalArgumentException(key + " must be a whole number, got " + value);
        }
        return value.asLong();
    }

    private static double number(String key, JsonNode value) {
        if (value.isNull()) {
            return Double.NaN;
        }
        if (!value.isNumber()) {
            throw new IllegalArgumentException(key + " must be a number, got " + value);
        }
        return value.asDouble();
    }
}
