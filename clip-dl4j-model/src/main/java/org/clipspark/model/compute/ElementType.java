package org.clipspark.model.compute;

/** What one element of a {@link Tensor} is. */
public enum ElementType {
    /** IEEE 754 single precision: training. */
    FLOAT32(4),
    /** IEEE 754 double precision: the reference that gradients are checked against. */
    FLOAT64(8),
    /** The upper half of a float: activations of a step on a GPU. */
    BFLOAT16(2),
    /** Token ids and row numbers. */
    INT32(4);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }
}
