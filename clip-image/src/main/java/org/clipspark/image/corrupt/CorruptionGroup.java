package org.clipspark.image.corrupt;

import java.util.Locale;

/** The paper's groups of corruptions. */
public enum CorruptionGroup {
    /** Noise of sensors and transmission. */
    NOISE,
    /** Of the lens, of movement, of glass. */
    BLUR,
    /** Snow, frost, fog, light. */
    WEATHER,
    /** Of processing and storage. */
    DIGITAL;

    /** Name in reports: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
