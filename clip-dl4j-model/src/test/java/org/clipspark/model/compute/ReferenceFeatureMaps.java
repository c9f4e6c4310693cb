package org.clipspark.model.compute;

/** Convolutions, batch normalisation and pooling as plain loops over doubles, on maps {@code [B, H, W, C]}. */
final class ReferenceFeatureMaps {
    private ReferenceFeatureMaps() {}

    /** One product of an input, a weight and an output of a convolution, by their indices. */
    private interface Term {
        void add(int input, int weight, int output);
    }

    private static void eachTerm(ConvolutionShape shape, Term term) {
        MapShape in = shape.input();
        MapShape out = shape.output();
        int kernel = shape.kernel();
        for (int place = 0; place < out.rows(); place++) {
            int b = place / out.positions();
            int top = place / out.width() % out.height() * shape.stride() - shape.padding();
            int left = place % out.width() * shape.stride() - shape.padding();
            for (int tap = 0; tap < kernel * kernel; tap++) {
                int y = top + tap / kernel;
                int x = left + tap % kernel;
                if (y >= 0 && y < in.height() && x >= 0 && x < in.width()) {
                    int row = (b * in.height() + y) * in.width() + x;
                    channels(shape, row, tap, place, term);
                }
            }
        }
    }

    private static void channels(ConvolutionShape shape, int row, int tap, int place, Term term) {
        int inputs = shape.input().channels();
        int taps = shape.kernel() * shape.kernel();
        for (int o = 0; o < shape.outputs(); o++) {
            for (int i = 0; i < inputs; i++) {
                term.add(row * inputs + i, (o * inputs + i) * taps + tap, place * shape.outputs() + o);
            }
        }
    }

    static double[] convolution(ConvolutionShape shape, double[] x, double[] w) {
        double[] y = new double[(int) shape.output().matrix().size()];
        eachTerm(shape, (input, weight, output) -> y[output] += x[input] * w[weight]);
        return y;
    }

    static double[] convolutionBackwardInput(ConvolutionShape shape, double[] dy, double[] w) {
        double[] dx = new double[(int) shape.input().matrix().size()];
        eachTerm(shape, (input, weight, output) -> dx[input] += dy[output] * w[weight]);
        return dx;
    }

    static double[] convolutionBackwardWeight(ConvolutionShape shape, double[] dy, double[] x) {
        double[] dw = new double[(int) shape.weights().size()];
        eachTerm(shape, (input, weight, output) -> dw[weight] += dy[output] * x[input]);
        return dw;
    }

    static double[] batchNorm(
            double[] x, double[] mean, double[] variance, double[] gamma, double[] beta, double epsilon) {
        int channels = gamma.length;
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            int c = i % channels;
            y[i] = gamma[c] * (x[i] - mean[c]) / Math.sqrt(variance[c] + epsilon) + beta[c];
        }
        return y;
    }

    static double[] averagePool(MapShape input, int window, double[] x) {
        MapShape out = input.pooled(window);
        double[] y = new double[(int) out.matrix().size()];
        for (int i = 0; i < x.length; i++) {
            y[target(input, window, i)] += x[i] / (window * window);
        }
        return y;
    }

    static double[] averagePoolBackward(MapShape input, int window, double[] dy) {
        double[] dx = new double[(int) input.matrix().size()];
        for (int i = 0; i < dx.length; i++) {
            dx[i] = dy[target(input, window, i)] / (window * window);
        }
        return dx;
    }

    /** Element of the pooled maps to whose window an element of the input belongs. */
    private static int target(MapShape input, int window, int index) {
        MapShape out = input.pooled(window);
        int row = index / input.channels();
        int x = row % input.width() / window;
        int y = row / input.width() % input.height() / window;
        int b = row / input.positions();
        return ((b * out.height() + y) * out.width() + x) * input.channels() + index % input.channels();
    }
}
