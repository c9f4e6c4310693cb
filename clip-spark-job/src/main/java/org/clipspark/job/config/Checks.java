package org.clipspark.job.config;

import java.util.Locale;

/** Refuses impossible values in the words of the YAML file. */
final class Checks {
    private Checks() {}

    static void text(String key, String value) {
        that(!value.isBlank(), key, "must not be empty, got '%s'", value);
    }

    static void atLeast(String key, long least, long value) {
        that(value >= least, key, "must be at least %d, got %d", least, value);
    }

    static void positive(String key, double value) {
        that(Double.isFinite(value) && value > 0, key, "must be a positive number, got %s", value);
    }

    static void notNegative(String key, double value) {
        that(Double.isFinite(value) && value >= 0, key, "must be 0 or a positive number, got %s", value);
    }

    static void fractionBelowOne(String key, double value) {
        that(value >= 0 && value < 1, key, "must be at least 0 and less than 1, got %s", value);
    }

    static void aboveZeroUpToOne(String key, double value) {
        that(value > 0 && value <= 1, key, "must be above 0 and at most 1, got %s", value);
    }

    static void zeroOrAboveOne(String key, double value) {
        that(value == 0 || (value > 1 && Double.isFinite(value)), key, "must be 0 or above 1, got %s", value);
    }

    private static void that(boolean met, String key, String rule, Object... values) {
        if (!met) {
            throw new IllegalArgumentException(key + " " + String.format(Locale.ROOT, rule, values));
        }
    }
}
