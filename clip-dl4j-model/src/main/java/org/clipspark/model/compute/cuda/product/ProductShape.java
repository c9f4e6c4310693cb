package org.clipspark.model.compute.cuda.product;

import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.Transpose;

/**
 * All that decides how a product of row-major matrices {@code c[M, N] = op(a) op(b)} is computed.
 *
 * @param m rows of {@code c}
 * @param n columns of {@code c}
 * @param k what is summed over
 * @param transposeA how {@code a} is read
 * @param transposeB how {@code b} is read
 * @param operands type of {@code a} and {@code b}
 * @param result type of {@code c}
 * @param biased whether a bias is added to each row
 * @param alignmentA bytes that divide the address of {@code a}
 * @param alignmentB bytes that divide the address of {@code b}
 * @param alignmentC bytes that divide the address of {@code c}
 */
record ProductShape(
        long m,
        long n,
        long k,
        Transpose transposeA,
        Transpose transposeB,
        ElementType operands,
        ElementType result,
        boolean biased,
        int alignmentA,
        int alignmentB,
        int alignmentC) {
    /** The libraries ask for no more. */
    private static final long MOST_ALIGNMENT = 256;

    /** Bytes, a power of two, that divide an address. */
    static int alignment(long address) {
        return (int) Math.min(MOST_ALIGNMENT, Long.lowestOneBit(address));
    }

    @Override
    public String toString() {
        return "[" + m + ", " + k + "] by [" + k + ", " + n + "] of " + operands + " to " + result;
    }
}
