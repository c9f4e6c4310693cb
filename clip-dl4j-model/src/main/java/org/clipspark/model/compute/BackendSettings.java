package org.clipspark.model.compute;

/**
 * What a backend is opened with.
 *
 * @param floatType element type of parameters, and of activations unless the precision says otherwise
 * @param threads native threads of this backend, at least 1
 * @param precision of products; the backends of CPUs take {@link Precision#FP32} only
 * @param device number of the GPU in this process, from 0; the backends of CPUs do not read it
 */
public record BackendSettings(ElementType floatType, int threads, Precision precision, int device) {
    /** Checks the values. */
    public BackendSettings {
        if (floatType != ElementType.FLOAT32 && floatType != ElementType.FLOAT64) {
            throw new IllegalArgumentException("A backend computes in FLOAT32 or FLOAT64, got " + floatType);
        }
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, got " + threads);
        }
        if (device < 0) {
            throw new IllegalArgumentException("Devices count from 0, got " + device);
        }
    }

    /** Settings of a backend that computes as its floating type says, on the first device. */
    public BackendSettings(ElementType floatType, int threads) {
        this(floatType, threads, Precision.FP32, 0);
    }

    /** Refuses a precision that a backend of CPUs does not have. */
    void requireFullPrecision(String backend) {
        if (precision != Precision.FP32) {
            throw new IllegalArgumentException("The " + backend + " backend has no precision " + precision
                    + ": set train.precision to fp32, or train.backend to cuda");
        }
    }
}
