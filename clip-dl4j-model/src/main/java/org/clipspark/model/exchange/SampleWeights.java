package org.clipspark.model.exchange;

/** Weights {@code [out][in]} by which a row of samples becomes one of another length, as PyTorch interpolates. */
final class SampleWeights {
    private static final double CUBIC = -0.5;
    private static final double CUBIC_SUPPORT = 2;

    private final double[][] weights;

    private SampleWeights(double[][] weights) {
        this.weights = weights;
    }

    /** Straight lines between the samples, whose ends are half a sample from the borders. */
    static SampleWeights linear(int in, int out) {
        double[][] weights = new double[out][in];
        for (int i = 0; i < out; i++) {
            double at = Math.max(0, (i + 0.5) * in / out - 0.5);
            int left = Math.min((int) at, in - 1);
            weights[i][left] += 1 - (at - left);
            weights[i][Math.min(left + 1, in - 1)] += at - left;
        }
        return new SampleWeights(weights);
    }

    /** Cubics that widen where samples become fewer, so that none is passed over. */
    static SampleWeights bicubic(int in, int out) {
        double[][] weights = new double[out][in];
        double scale = (double) in / out;
        double width = Math.max(scale, 1);
        for (int i = 0; i < out; i++) {
            double centre = (i + 0.5) * scale;
            int first = Math.max(0, (int) (centre - CUBIC_SUPPORT * width + 0.5));
            int end = Math.min(in, (int) (centre + CUBIC_SUPPORT * width + 0.5));
            double sum = 0;
            for (int j = first; j < end; j++) {
                weights[i][j] = cubic((j - centre + 0.5) / width);
                sum += weights[i][j];
            }
            for (int j = first; j < end; j++) {
                weights[i][j] /= sum;
            }
        }
        return new SampleWeights(weights);
    }

    private static double cubic(double at) {
        double x = Math.abs(at);
        if (x < 1) {
            return ((CUBIC + 2) * x - (CUBIC + 3)) * x * x + 1;
        }
        return x < 2 ? (((x - 5) * x + 8) * x - 4) * CUBIC : 0;
    }

    /**
     * Resamples the middle axis.
     *
     * @param values {@code [outer, in, inner]}
     * @return {@code [outer, out, inner]}
     */
    double[] apply(double[] values, int outer, int inner) {
        int in = weights[0].length;
        double[] result = new double[outer * weights.length * inner];
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < weights.length; i++) {
                for (int j = 0; j < in; j++) {
                    add(weights[i][j], values, (o * in + j) * inner, result, (o * weights.length + i) * inner, inner);
                }
            }
        }
        return result;
    }

    private static void add(double weight, double[] from, int fromIndex, double[] to, int toIndex, int count) {
        for (int k = 0; k < count; k++) {
            to[toIndex + k] += weight * from[fromIndex + k];
        }
    }
}
