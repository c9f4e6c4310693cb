package org.clipspark.image.corrupt.plane;

import java.util.function.DoubleUnaryOperator;

/** One channel: {@code [height][width]} samples, row by row from the top left; most use 0 to 1. */
public final class Plane {
    private final int width;
    private final int height;
    private final float[] samples;

    /** A plane of zeros; both sides are at least 1. */
    public Plane(int width, int height) {
        this.width = width;
        this.height = height;
        samples = new float[Math.multiplyExact(width, height)];
    }

    /** Samples in a row. */
    public int width() {
        return width;
    }

    /** Number of rows. */
    public int height() {
        return height;
    }

    /** The samples {@code [height][width]} themselves, not a copy. */
    public float[] samples() {
        return samples;
    }

    /** A new plane of what the function makes of each sample. */
    public Plane map(DoubleUnaryOperator function) {
        Plane mapped = new Plane(width, height);
        for (int i = 0; i < samples.length; i++) {
            mapped.samples[i] = (float) function.applyAsDouble(samples[i]);
        }
        return mapped;
    }

    /** The largest sample. */
    public float max() {
        float most = samples[0];
        for (float sample : samples) {
            most = Math.max(most, sample);
        }
        return most;
    }

    /** Rows as columns. */
    Plane transposed() {
        Plane turned = new Plane(height, width);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                turned.samples[x * height + y] = samples[y * width + x];
            }
        }
        return turned;
    }
}
