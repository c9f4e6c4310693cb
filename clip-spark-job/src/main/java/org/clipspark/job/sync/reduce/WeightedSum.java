package org.clipspark.job.sync.reduce;

/**
 * The one definition of sums and means over replicas, shared by every way to compute them: products and sums in double
 * precision in the order of the calls, one rounding to float. Bit-equal results follow from equal inputs in equal order.
 */
public final class WeightedSum {
    // Two arrays in turn: the compiler makes no vector code of a sum that it writes back where it came from.
    private double[] sums;
    private double[] next;
    private boolean empty = true;

    /** A sum of up to that many elements. */
    public WeightedSum(int capacity) {
        sums = new double[capacity];
        next = new double[capacity];
    }

    /** Begins anew. */
    public void clear() {
        empty = true;
    }

    /** Adds one replica; factor 0 is skipped rather than multiplied, so that its NaN or infinity cannot spread. */
    public void add(float[] values, int count, double factor) {
        if (factor == 0) {
            return;
        }
        if (empty) {
            first(factor, values, next, count);
        } else {
            plus(sums, factor, values, next, count);
        }
        double[] swapped = sums;
        sums = next;
        next = swapped;
        empty = false;
    }

    /** Writes the sum of what was added since {@link #clear()}; nothing if that is nothing. */
    public void result(float[] to, int count) {
        if (empty) {
            return;
        }
        for (int i = 0; i < count; i++) {
            to[i] = (float) sums[i];
        }
    }

    private static void first(double factor, float[] values, double[] to, int count) {
        for (int i = 0; i < count; i++) {
            to[i] = factor * values[i];
        }
    }

    private static void plus(double[] sums, double factor, float[] values, double[] to, int count) {
        for (int i = 0; i < count; i++) {
            to[i] = sums[i] + factor * values[i];
        }
    }
}
