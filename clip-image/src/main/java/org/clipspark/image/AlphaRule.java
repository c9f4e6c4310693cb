package org.clipspark.image;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What becomes of transparency, which RGB has no place for. */
public enum AlphaRule {
    /** Colours are taken as stored, as Pillow's {@code convert("RGB")} does: what was invisible can come to light. */
    DROP("drop"),
    /** The image is laid on white, as img2dataset does: {@code alpha / 255 * colour + 255 - alpha}, rounded. */
    WHITE("white");

    private final String label;

    AlphaRule(String label) {
        this.label = label;
    }

    /**
     * The rule of a name.
     *
     * @throws IllegalArgumentException if there is none, with the names that there are
     */
    public static AlphaRule named(String name) {
        return Arrays.stream(values())
                .filter(rule -> rule.label.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown alpha rule '" + name + "' (expected: "
                        + Arrays.stream(values()).map(AlphaRule::label).collect(Collectors.joining(", ")) + ")"));
    }

    /** Name in configurations: lower case. */
    public String label() {
        return label;
    }

    /** A colour sample of 0 to 255 with an alpha of 0 to 255 by this rule. */
    int apply(int sample, int alpha) {
        return this == DROP ? sample : (alpha * sample + 255 * (255 - alpha) + 127) / 255;
    }
}
