package org.clipspark.image;

/**
 * Which samples of a row or column make up each sample of the resized one, and their weights as fixed-point numbers
 * with {@link #BITS} fractional bits. The arithmetic, order of operations included, is Pillow's, so that results agree
 * to the last bit.
 */
final class ResampleWeights {
    /** Fractional bits: 32 less 8 of the sample and 2 for weights above 1 and below 0. */
    static final int BITS = 22;

    private final int stride;
    private final int[] starts;
    private final int[] counts;
    private final int[] weights;

    private ResampleWeights(int outputs, int stride) {
        this.stride = stride;
        starts = new int[outputs];
        counts = new int[outputs];
        weights = new int[outputs * stride];
    }

    /**
     * Weights of some outputs of a resize that widens the filter when it shrinks.
     *
     * @param in samples before
     * @param out samples after
     * @param first the first output wanted
     * @param outputs number of outputs wanted
     */
    static ResampleWeights of(Interpolation filter, int in, int out, int first, int outputs) {
        double scale = (double) in / out;
        double filterScale = Math.max(scale, 1);
        int stride = Math.min(in, (int) Math.ceil(filter.support(filterScale)) * 2 + 1);
        ResampleWeights all = new ResampleWeights(outputs, stride);
        double[] kernel = new double[stride];
        for (int i = 0; i < outputs; i++) {
            all.fill(filter, i, in, (first + i + 0.5) * scale, filterScale, kernel);
        }
        return all;
    }

    private void fill(Interpolation filter, int output, int in, double centre, double filterScale, double[] kernel) {
        double support = filter.support(filterScale);
        double inverse = 1 / filterScale;
        int start = Math.max(0, (int) (centre - support + 0.5));
        int count = Math.min(in, (int) (centre + support + 0.5)) - start;
        double sum = 0;
        for (int k = 0; k < count; k++) {
            kernel[k] = filter.weight(k + start - centre + 0.5, filterScale, inverse);
            sum += kernel[k];
        }
        for (int k = 0; k < count; k++) {
            double weight = sum == 0 ? kernel[k] : kernel[k] / sum;
            weights[output * stride + k] = (int) (weight * (1 << BITS) + (weight < 0 ? -0.5 : 0.5));
        }
        starts[output] = start;
        counts[output] = count;
    }

    /** Weights of no output. */
    ResampleWeights none() {
        return new ResampleWeights(0, stride);
    }

    int outputs() {
        return starts.length;
    }

    /** First input sample of an output. */
    int start(int output) {
        return starts[output];
    }

    /** Number of input samples of an output. */
    int count(int output) {
        return counts[output];
    }

    /** Offset in {@link #weights} of an output's first weight. */
    int offset(int output) {
        return output * stride;
    }

    /** All weights; only for reading. */
    int[] weights() {
        return weights;
    }

    /** Most input samples of any output. */
    int maxCount() {
        int most = 1;
        for (int count : counts) {
            most = Math.max(most, count);
        }
        return most;
    }
}
