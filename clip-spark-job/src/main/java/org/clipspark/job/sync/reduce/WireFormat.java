package org.clipspark.job.sync.reduce;

/** How the floats of a vector travel between replicas. */
public enum WireFormat {
    /** As they are. */
    FLOAT32(Float.BYTES),
    /** The upper half of each, rounded to nearest, ties to even: half the bytes, 8 bits of precision. */
    BFLOAT16(Short.BYTES);

    private final int bytesPerFloat;

    WireFormat(int bytesPerFloat) {
        this.bytesPerFloat = bytesPerFloat;
    }

    /** Bytes that a float takes. */
    public int bytesPerFloat() {
        return bytesPerFloat;
    }
}
