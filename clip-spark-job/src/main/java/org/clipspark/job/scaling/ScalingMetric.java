package org.clipspark.job.scaling;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A figure that says how good a model is.
 *
 * @param name of the column, or in {@code metrics.jsonl}
 * @param isAccuracy whether it is an accuracy; otherwise it is an error
 * @param unit of its values
 */
public record ScalingMetric(String name, boolean isAccuracy, Unit unit) {
    private static final double PERCENT = 100;

    /** What a whole is. */
    public enum Unit {
        /** From 0 to 1. */
        FRACTION,
        /** From 0 to 100. */
        PERCENT;

        /**
         * The unit of that name.
         *
         * @throws IllegalArgumentException if there is none; the message lists the names
         */
        public static Unit named(String name) {
            return Arrays.stream(values())
                    .filter(unit -> unit.name().toLowerCase(Locale.ROOT).equals(name))
                    .findFirst()
                    .orElseThrow(() ->
                            new IllegalArgumentException("Unknown unit '" + name + "' (expected: fraction, percent)"));
        }
    }

    /**
     * A value as an error.
     *
     * @param model whose value it is, for the message
     * @return a fraction
     * @throws IllegalArgumentException if the value is out of range
     */
    double error(String model, double value) {
        double whole = unit == Unit.PERCENT ? PERCENT : 1;
        if (!(value >= 0 && value <= whole)) {
            throw new IllegalArgumentException(name + " of " + model + " is " + value + ", expected 0 to " + (int) whole
                    + " as a " + unit.name().toLowerCase(Locale.ROOT));
        }
        return isAccuracy ? 1 - value / whole : value / whole;
    }

    /** Checks that values said to be in percent are not fractions. */
    void checkUnit(List<Double> values) {
        if (unit == Unit.PERCENT && values.stream().allMatch(value -> value <= 1)) {
            throw new IllegalArgumentException(
                    "No value of " + name + " is above 1: these are fractions, not percent; say --unit fraction");
        }
    }
}
