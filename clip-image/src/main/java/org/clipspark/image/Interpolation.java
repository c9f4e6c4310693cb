package org.clipspark.image;

import java.util.Arrays;
import java.util.stream.Collectors;

/** How the samples of a resized image are made of the samples around them. */
public enum Interpolation {
    /**
     * Pillow's {@code BICUBIC}, bit for bit: Keys' cubic convolution with a = -0.5 (IEEE Trans. ASSP 29(6), 1981), as
     * wide as the shrunk pixel.
     */
    BICUBIC("bicubic") {
        @Override
        double support(double scale) {
            return 2 * scale;
        }

        @Override
        double weight(double distance, double scale, double inverse) {
            double x = Math.abs(distance * inverse);
            if (x < 1) {
                return ((A + 2) * x - (A + 3)) * x * x + 1;
            }
            return x < 2 ? (((x - 5) * x + 8) * x - 4) * A : 0;
        }
    },

    /** Pillow's {@code LANCZOS}, bit for bit: a sinc windowed by its own central lobe stretched to three. */
    LANCZOS("lanczos") {
        @Override
        double support(double scale) {
            return 3 * scale;
        }

        @Override
        double weight(double distance, double scale, double inverse) {
            double x = distance * inverse;
            return x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0;
        }
    },

    /**
     * The mean of what a shrunk pixel covers, parts of pixels counted as such: OpenCV's {@code INTER_AREA}, but for
     * rounding after each of the two passes (at most 1 of 255). Where it enlarges it is linear interpolation.
     */
    AREA("area") {
        @Override
        double support(double scale) {
            return scale / 2 + 0.5;
        }

        @Override
        double weight(double distance, double scale, double inverse) {
            return Math.max(0, Math.min(1, scale / 2 + 0.5 - Math.abs(distance)));
        }
    },

    /**
     * Pillow's {@code BOX}, bit for bit: the mean of the pixels whose centres a shrunk pixel covers. Where it enlarges it
     * repeats the nearest pixel.
     */
    BOX("box") {
        @Override
        double support(double scale) {
            return scale / 2;
        }

        @Override
        double weight(double distance, double scale, double inverse) {
            double x = distance * inverse;
            return x > -0.5 && x <= 0.5 ? 1 : 0;
        }
    };

    private static final double A = -0.5;

    private final String label;

    Interpolation(String label) {
        this.label = label;
    }

    /**
     * The interpolation of a name.
     *
     * @throws IllegalArgumentException if there is none, with the names that there are
     */
    public static Interpolation named(String name) {
        return Arrays.stream(values())
                .filter(interpolation -> interpolation.label.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown interpolation '" + name + "' (expected: "
                        + Arrays.stream(values()).map(Interpolation::label).collect(Collectors.joining(", ")) + ")"));
    }

    /** Name in configurations: lower case. */
    public String label() {
        return label;
    }

    /**
     * Samples on each side of the centre that count.
     *
     * @param scale samples before the resize to one after it, at least 1: an enlarging resize counts as 1
     */
    abstract double support(double scale);

    /**
     * Weight of a sample, before all weights are divided by their sum.
     *
     * @param distance samples from the centre
     * @param inverse of {@code scale}
     */
    abstract double weight(double distance, double scale, double inverse);

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI);
    }
}
