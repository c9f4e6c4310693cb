package org.clipspark.job.report;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One line of {@code metrics.jsonl}.
 *
 * @param kind what was measured
 * @param step optimizer steps taken when it was measured
 * @param epoch the epoch it belongs to, from 1; 0 before training
 * @param values by name, in an order that depends on the names only: alphabetical, figures that depend on the clock last;
 *     not a number (or infinite) where there is no meaningful figure
 */
public record MetricsEntry(Kind kind, long step, int epoch, Map<String, Double> values) {
    private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_]*");

    /** What an entry is about. */
    public enum Kind {
        /** Some steps of training. */
        STEP,
        /** A whole epoch of training. */
        EPOCH,
        /** A look at the validation set. */
        EVALUATION;

        /** Name in the file. */
        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Checks the entry and orders its values.
     *
     * @throws IllegalArgumentException if a number is negative or a key is not in lower case with underscores
     */
    public MetricsEntry {
        if (step < 0 || epoch < 0) {
            throw new IllegalArgumentException("Step and epoch must not be negative, got " + step + " and " + epoch);
        }
        Map<String, Double> sorted = new TreeMap<>(values);
        Map<String, Double> ordered = new LinkedHashMap<>();
        sorted.forEach((key, value) -> {
            check(key);
            if (!MetricKeys.isTime(key)) {
                ordered.put(key, value);
            }
        });
        sorted.forEach(ordered::putIfAbsent);
        values = Collections.unmodifiableMap(ordered);
    }

    /** One figure, empty where the entry has none or it is not finite. */
    public OptionalDouble value(String key) {
        double value = values.getOrDefault(key, Double.NaN);
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    /** The same without what depends on the clock: equal between two runs with the same seed. */
    public MetricsEntry withoutTimes() {
        Map<String, Double> kept = new LinkedHashMap<>(values);
        kept.keySet().removeIf(MetricKeys::isTime);
        return new MetricsEntry(kind, step, epoch, kept);
    }

    private static void check(String key) {
        if (!KEY.matcher(key).matches() || key.equals("kind") || key.equals("step") || key.equals("epoch")) {
            throw new IllegalArgumentException("Metric '" + key
                    + "' needs a name in lower case with underscores, other than kind, step and epoch");
        }
    }
}
