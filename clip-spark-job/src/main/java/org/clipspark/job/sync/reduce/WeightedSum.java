package org.clipspark.job.sync.reduce;

import java.util.Arrays;

/**
 * The one definition of sums and means over replicas, shared by every way to compute them: products and sums in double
 * precision in the order of the calls, one division, one rounding to float. Bit-equal results follow from equal inputs
 * in equal order.
 */
public final class WeightedSum {
    /** Largest weight: whole numbers of samples are exact in a double up to here. */
    private static final double MAX_WEIGHT = 0x1p53;

    private final double[] sums;

    /** A sum of up to that many elements. */
    public WeightedSum(int capacity) {
        sums = new double[capacity];
    }

    /**
     * The weight itself.
     *
     * @throws IllegalArgumentException if it is not in [0, 2^53]
     */
    public static double checkWeight(double weight) {
        if (!(weight >= 0 && weight <= MAX_WEIGHT)) {
            throw new IllegalArgumentException("Weight of a replica must be in [0, 2^53], got " + weight);
        }
        return weight;
    }

    /** Begins anew. */
    public void clear() {
        Arrays.fill(sums, 0);
    }

    /** Adds one replica; weight 0 is skipped rather than multiplied, so that its NaN or infinity cannot spread. */
    public void add(float[] values, int count, double weight) {
        if (weight == 0) {
            return;
        }
        for (int i = 0; i < count; i++) {
            sums[i] += weight * values[i];
        }
    }

    /**
     * Writes what was added since {@link #clear()} over the divisor.
     *
     * @param divisor the total weight for a mean, 1 for a sum
     */
    public void quotient(double divisor, float[] to, int count) {
        for (int i = 0; i < count; i++) {
            to[i] = (float) (sums[i] / divisor);
        }
    }
}
