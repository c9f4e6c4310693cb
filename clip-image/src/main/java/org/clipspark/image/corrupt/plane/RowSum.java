package org.clipspark.image.corrupt.plane;

import java.util.Arrays;

/** A weighted sum of runs of samples, all as long as a row. */
final class RowSum {
    private final float[] row;
    private final int[] starts;
    private final float[] weights;
    private int runs;

    /** A sum of at most {@code capacity} runs of {@code length} samples. */
    RowSum(int length, int capacity) {
        row = new float[length];
        starts = new int[capacity];
        weights = new float[capacity];
    }

    /** Forgets all runs. */
    void clear() {
        runs = 0;
    }

    /** Adds the run that begins at an index. */
    void add(int start, float weight) {
        starts[runs] = start;
        weights[runs] = weight;
        runs++;
    }

    /** Writes the sum of the runs in {@code from}, taken in the order in which they were added. */
    void write(float[] from, float[] to, int toStart) {
        Arrays.fill(row, 0);
        int i = 0;
        for (; i + 4 <= runs; i += 4) {
            addFour(from, i);
        }
        for (; i < runs; i++) {
            addOne(from, starts[i], weights[i]);
        }
        System.arraycopy(row, 0, to, toStart, row.length);
    }

    // Four at a time spare three of four times to read and write the sums. Everything is in locals, and the sums begin
    // at 0, so that the compiler makes vector instructions of the loops.
    private void addFour(float[] from, int run) {
        float[] sums = row;
        int first = starts[run];
        int second = starts[run + 1];
        int third = starts[run + 2];
        int fourth = starts[run + 3];
        float weight0 = weights[run];
        float weight1 = weights[run + 1];
        float weight2 = weights[run + 2];
        float weight3 = weights[run + 3];
        for (int i = 0; i < sums.length; i++) {
            float upper = weight0 * from[first + i] + weight1 * from[second + i];
            sums[i] += upper + (weight2 * from[third + i] + weight3 * from[fourth + i]);
        }
    }

    private void addOne(float[] from, int start, float weight) {
        float[] sums = row;
        for (int i = 0; i < sums.length; i++) {
            sums[i] += weight * from[start + i];
        }
    }
}
