package org.clipspark.image.corrupt.plane;

import java.util.Arrays;

/**
 * Gaussian smoothing as SciPy's {@code gaussian_filter} defines it: samples of the bell at whole distances up to
 * {@code truncate} standard deviations (rounded), divided by their sum; columns, then rows.
 */
public final class GaussianFilter {
    private final float[] bell;
    private final Border border;

    /**
     * A filter.
     *
     * @param sigma standard deviation in pixels, above 0
     * @param truncate standard deviations after which the bell ends
     */
    public GaussianFilter(double sigma, double truncate, Border border) {
        this.border = border;
        int radius = (int) (truncate * sigma + 0.5);
        double[] weights = new double[radius + 1];
        double sum = 0;
        for (int i = 0; i <= radius; i++) {
            weights[i] = StrictMath.exp(-0.5 * i * i / (sigma * sigma));
            sum += i == 0 ? weights[i] : 2 * weights[i];
        }
        bell = new float[radius + 1];
        for (int i = 0; i <= radius; i++) {
            bell[i] = (float) (weights[i] / sum);
        }
    }

    /** The filter of scikit-image's {@code gaussian}: four standard deviations, the last samples go on. */
    public static GaussianFilter of(double sigma) {
        return new GaussianFilter(sigma, 4, Border.NEAREST);
    }

    /** A smoothed copy. */
    public Plane apply(Plane plane) {
        return columns(columns(plane).transposed()).transposed();
    }

    private Plane columns(Plane plane) {
        int width = plane.width();
        int height = plane.height();
        Plane smooth = new Plane(width, height);
        float[] weights = new float[height];
        RowSum sum = new RowSum(width, height);
        int radius = bell.length - 1;
        for (int y = 0; y < height; y++) {
            // Weights of all places that the border maps to one row are summed first: a wide bell costs no more than
            // the plane has rows. No border maps a place beyond the bell's other end.
            int first = Math.max(0, y - radius);
            int last = Math.min(height - 1, y + radius);
            Arrays.fill(weights, first, last + 1, 0);
            for (int k = -radius; k <= radius; k++) {
                weights[border.index(y + k, height)] += bell[Math.abs(k)];
            }
            sum.clear();
            for (int row = first; row <= last; row++) {
                sum.add(row * width, weights[row]);
            }
            sum.write(plane.samples(), smooth.samples(), y * width);
        }
        return smooth;
    }
}
