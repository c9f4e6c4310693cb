package org.clipspark.job.embed.part;

import java.util.Arrays;

/** One embedding. */
public final class EmbeddingVector {
    /** No embedding. */
    public static final EmbeddingVector NONE = new EmbeddingVector(new float[0]);

    private final float[] values;

    /** Wraps the array without copying it; the caller must not write to it afterwards. */
    public EmbeddingVector(float[] values) {
        this.values = values;
    }

    /** {@code [E]}; the array itself, to be read only. */
    public float[] values() {
        return values;
    }

    /** {@code E}. */
    public int width() {
        return values.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EmbeddingVector vector && Arrays.equals(values, vector.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "EmbeddingVector" + Arrays.toString(values);
    }
}
