package org.clipspark.job.sync;

import java.util.Arrays;

/**
 * The one definition of the weighted mean, shared by every way to average: products and sums in double precision in the
 * order of the calls, one division, one rounding to float. Bit-equal results follow from equal inputs in equal order.
 */
final class WeightedMean {
    /** Largest weight: whole numbers of samples are exact in a double up to here. */
    private static final double MAX_WEIGHT = 0x1p53;

    private final double[] sums;
    private double total;

    WeightedMean(int capacity) {
        sums = new double[capacity];
    }

    static double checkWeight(double weight) {
        if (!(weight >= 0 && weight <= MAX_WEIGHT)) {
            throw new IllegalArgumentException("Weight of a replica must be in [0, 2^53], got " + weight);
        }
        return weight;
    }

    void clear() {
        Arrays.fill(sums, 0);
        total = 0;
    }

    /** Adds one replica; weight 0 is skipped rather than multiplied, so that its NaN or infinity cannot spread. */
    void add(float[] values, int count, double weight) {
        if (weight == 0) {
            return;
        }
        total += weight;
        for (int i = 0; i < count; i++) {
            sums[i] += weight * values[i];
        }
    }

    /** Writes the mean of what was added since {@link #clear()}, of which there must be something. */
    void mean(float[] to, int count) {
        for (int i = 0; i < count; i++) {
            to[i] = (float) (sums[i] / total);
        }
    }
}
