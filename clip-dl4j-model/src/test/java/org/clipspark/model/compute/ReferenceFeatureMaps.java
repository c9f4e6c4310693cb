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

    static double[] depthwise(DepthwiseShape shape, double[] x, double[] w, double[] bias) {
        return ReferenceOps.plus(convolution(dense(shape), x, onDiagonal(shape, w)), 1, bias);
    }

    static double[] depthwiseBackwardInput(DepthwiseShape shape, double[] dy, double[] w) {
        return convolutionBackwardInput(dense(shape), dy, onDiagonal(shape, w));
    }

    static double[] depthwiseBackwardWeight(DepthwiseShape shape, double[] dy, double[] x) {
        double[] all = convolutionBackwardWeight(dense(shape), dy, x);
        double[] dw = new double[(int) shape.weights().size()];
        for (int i = 0; i < dw.length; i++) {
            dw[i] = all[diagonal(shape, i)];
        }
        return dw;
    }

    /** The convolution of all channels with all. */
    private static ConvolutionShape dense(DepthwiseShape shape) {
        return new ConvolutionShape(shape.maps(), shape.maps().channels(), shape.kernel(), 1, (shape.kernel() - 1) / 2);
    }

    /** Its weights if every channel sees itself only. */
    private static double[] onDiagonal(DepthwiseShape shape, double[] w) {
        double[] all = new double[w.length * shape.maps().channels()];
        for (int i = 0; i < w.length; i++) {
            all[diagonal(shape, i)] = w[i];
        }
        return all;
    }

    private static int diagonal(DepthwiseShape shape, int index) {
        int taps = shape.kernel() * shape.kernel();
        int channel = index / taps;
        return (channel * shape.maps().channels() + channel) * taps + index % taps;
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
