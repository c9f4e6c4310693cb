package org.clipspark.model.compute;

/**
 * What a backend is opened with.
 *
 * @param floatType element type of all floating tensors
 * @param threads native threads of this backend, at least 1
 */
public record BackendSettings(ElementType floatType, int threads) {
    /** Checks the values. */
    public BackendSettings {
        if (floatType == ElementType.INT32) {
            throw new IllegalArgumentException("A backend computes in FLOAT32 or FLOAT64, got INT32");
        }
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, got " + threads);
        }
    }
}
