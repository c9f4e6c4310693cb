package org.clipspark.model.compute;

/** Whether an operand of {@link Backend#matmul} is read as it lies or transposed. */
public enum Transpose {
    /** As it lies. */
    NO,
    /** Rows and columns exchanged. */
    YES
}
