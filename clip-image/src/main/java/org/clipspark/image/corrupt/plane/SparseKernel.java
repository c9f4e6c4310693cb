package org.clipspark.image.corrupt.plane;

import java.util.ArrayList;
import java.util.List;

/** A correlation: each sample becomes the weighted sum of samples at fixed distances from it. */
public final class SparseKernel {
    private final List<Tap> taps = new ArrayList<>();

    private record Tap(int right, int below, float weight) {}

    /** A kernel whose sum is empty. */
    public SparseKernel() {}

    /**
     * The kernel of a matrix with its origin in the middle.
     *
     * @param weights {@code [rows][columns]}, odd numbers of both
     */
    public static SparseKernel centred(double[][] weights) {
        SparseKernel kernel = new SparseKernel();
        for (int y = 0; y < weights.length; y++) {
            for (int x = 0; x < weights[y].length; x++) {
                kernel.add(x - weights[y].length / 2, y - weights.length / 2, weights[y][x]);
            }
        }
        return kernel;
    }

    /** Adds a sample so many pixels to the right and below; a weight of 0 is left out. */
    public void add(int right, int below, double weight) {
        if (weight != 0) {
            taps.add(new Tap(right, below, (float) weight));
        }
    }

    /** The sums, in a new plane; single precision, in an order that depends on nothing but the kernel. */
    public Plane apply(Plane plane, Border border) {
        int width = plane.width();
        int reach = taps.stream().mapToInt(tap -> Math.abs(tap.right)).max().orElse(0);
        float[] padded = padded(plane, reach, border);
        Plane sums = new Plane(width, plane.height());
        RowSum sum = new RowSum(width, taps.size());
        for (int y = 0; y < plane.height(); y++) {
            sum.clear();
            for (Tap tap : taps) {
                int row = border.index(y + tap.below, plane.height());
                sum.add(row * (width + 2 * reach) + reach + tap.right, tap.weight);
            }
            sum.write(padded, sums.samples(), y * width);
        }
        return sums;
    }

    private static float[] padded(Plane plane, int reach, Border border) {
        int stride = plane.width() + 2 * reach;
        float[] padded = new float[Math.multiplyExact(stride, plane.height())];
        for (int y = 0; y < plane.height(); y++) {
            for (int x = 0; x < stride; x++) {
                int source = border.index(x - reach, plane.width());
                padded[y * stride + x] = plane.samples()[y * plane.width() + source];
            }
        }
        return padded;
    }
}
