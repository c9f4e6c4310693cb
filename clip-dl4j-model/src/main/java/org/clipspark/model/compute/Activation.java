package org.clipspark.model.compute;

import java.util.Locale;

/** Point-wise non-linearity of the MLP. */
public enum Activation {
    /** Exact GELU, {@code x * (1 + erf(x / sqrt 2)) / 2} (Hendrycks and Gimpel 2016); open_clip's default. */
    GELU,
    /** {@code x * sigmoid(1.702 x)}: what OpenAI's CLIP weights were trained with. */
    QUICK_GELU,
    /** GELU by its tanh approximation. */
    GELU_TANH,
    /** {@code max(x, 0)}. */
    RELU;

    /**
     * The activation of that name, in any case.
     *
     * @throws IllegalArgumentException if there is none; the message lists the names
     */
    public static Activation named(String name) {
        for (Activation activation : values()) {
            if (activation.name().equalsIgnoreCase(name)) {
                return activation;
            }
        }
        throw new IllegalArgumentException(
                "Unknown activation '" + name + "' (expected: gelu, quick_gelu, gelu_tanh, relu)");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
