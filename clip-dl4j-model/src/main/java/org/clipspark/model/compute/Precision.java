package org.clipspark.model.compute;

import java.util.Locale;

/** In what precision a backend computes products, and what it keeps activations in. */
public enum Precision {
    /** Single precision throughout. */
    FP32,
    /** Activations in single precision; products round what they read to 10 bits behind the point (NVIDIA's TF32). */
    TF32,
    /** Activations and what products read in bf16; sums, parameters, their gradients and statistics in single precision. */
    BF16;

    /**
     * The precision of that name, in any case.
     *
     * @throws IllegalArgumentException if there is none; the message lists the names
     */
    public static Precision named(String name) {
        for (Precision precision : values()) {
            if (precision.name().equalsIgnoreCase(name)) {
                return precision;
            }
        }
        throw new IllegalArgumentException("Unknown precision '" + name + "' (expected: fp32, tf32, bf16)");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
