package org.clipspark.model.compute;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** Products, normalisations, activations and losses as plain loops over row-major doubles. */
final class ReferenceOps {
    private ReferenceOps() {}

    /** {@code a [m, k] b [k, n]}. */
    static double[] matmul(double[] a, double[] b, int m, int k, int n) {
        double[] c = new double[m * n];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                for (int l = 0; l < k; l++) {
                    c[i * n + j] += a[i * k + l] * b[l * n + j];
                }
            }
        }
        return c;
    }

    static double[] transpose(double[] a, int rows, int columns) {
        double[] t = new double[a.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                t[j * rows + i] = a[i * columns + j];
            }
        }
        return t;
    }

    /** {@code a + scale * b}, where a shorter {@code b} is repeated. */
    static double[] plus(double[] a, double scale, double[] b) {
        double[] sum = new double[a.length];
        Arrays.setAll(sum, i -> a[i] + scale * b[i % b.length]);
        return sum;
    }

    static double[] times(double[] a, double[] b) {
        double[] product = new double[a.length];
        Arrays.setAll(product, i -> a[i] * b[i]);
        return product;
    }

    /** Sum of the stretches of {@code width} elements that {@code x} consists of. */
    static double[] columnSums(double[] x, int width) {
        double[] sums = new double[width];
        for (int i = 0; i < x.length; i++) {
            sums[i % width] += x[i];
        }
        return sums;
    }

    static double[] mean(double[] x, int width) {
        double[] mean = new double[x.length / width];
        for (int i = 0; i < x.length; i++) {
            mean[i / width] += x[i] / width;
        }
        return mean;
    }

    static double[] variance(double[] x, int width) {
        double[] mean = mean(x, width);
        double[] squares = new double[x.length];
        Arrays.setAll(squares, i -> Math.pow(x[i] - mean[i / width], 2));
        return mean(squares, width);
    }

    static double[] standardize(double[] x, int width, double epsilon) {
        double[] mean = mean(x, width);
        double[] variance = variance(x, width);
        double[] y = new double[x.length];
        Arrays.setAll(y, i -> (x[i] - mean[i / width]) / Math.sqrt(variance[i / width] + epsilon));
        return y;
    }

    static double[] layerNorm(double[] x, double[] gamma, double[] beta, double epsilon) {
        double[] y = standardize(x, gamma.length, epsilon);
        Arrays.setAll(y, i -> y[i] * gamma[i % gamma.length] + beta[i % gamma.length]);
        return y;
    }

    /** Gradient of the input by the full Jacobian of each row. */
    static double[] layerNormBackward(double[] dy, double[] x, double[] gamma, double epsilon) {
        int width = gamma.length;
        double[] z = standardize(x, width, epsilon);
        double[] variance = variance(x, width);
        double[] dx = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            int row = i / width;
            for (int j = row * width; j < (row + 1) * width; j++) {
                double jacobian = ((i == j ? 1 : 0) - (1 + z[i] * z[j]) / width) / Math.sqrt(variance[row] + epsilon);
                dx[i] += dy[j] * gamma[j - row * width] * jacobian;
            }
        }
        return dx;
    }

    static double[] norms(double[] x, int width) {
        double[] norms = new double[x.length / width];
        for (int i = 0; i < x.length; i++) {
            norms[i / width] += x[i] * x[i];
        }
        return Arrays.stream(norms).map(s -> Math.max(Math.sqrt(s), 1e-12)).toArray();
    }

    static double[] l2Normalize(double[] x, int width) {
        double[] norms = norms(x, width);
        double[] y = new double[x.length];
        Arrays.setAll(y, i -> x[i] / norms[i / width]);
        return y;
    }

    /** Gradient of the input by the full Jacobian of each row. */
    static double[] l2NormalizeBackward(double[] dy, double[] x, int width) {
        double[] norms = norms(x, width);
        double[] y = l2Normalize(x, width);
        double[] dx = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            int row = i / width;
            for (int j = row * width; j < (row + 1) * width; j++) {
                dx[i] += dy[j] * ((i == j ? 1 : 0) - y[i] * y[j]) / norms[row];
            }
        }
        return dx;
    }

    static DoubleUnaryOperator activation(Activation activation) {
        return switch (activation) {
            case GELU -> x -> x * (1 + erf(x / Math.sqrt(2))) / 2;
            case QUICK_GELU -> x -> x / (1 + Math.exp(-1.702 * x));
            case GELU_TANH -> x -> x * (1 + Math.tanh(tanhArgument(x))) / 2;
            case RELU -> x -> Math.max(x, 0);
        };
    }

    static DoubleUnaryOperator derivative(Activation activation) {
        return switch (activation) {
            case GELU -> x -> (1 + erf(x / Math.sqrt(2))) / 2 + x * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
            case QUICK_GELU ->
                x -> {
                    double gate = 1 / (1 + Math.exp(-1.702 * x));
                    return gate + 1.702 * x * gate * (1 - gate);
                };
            case GELU_TANH ->
                x -> {
                    double tanh = Math.tanh(tanhArgument(x));
                    double slope = Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x * x);
                    return (1 + tanh) / 2 + x * (1 - tanh * tanh) * slope / 2;
                };
            case RELU -> x -> x > 0 ? 1 : 0;
        };
    }

    private static double tanhArgument(double x) {
        return Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x);
    }

    /** The series without cancellation: {@code 2/sqrt(pi) exp(-x^2) sum 2^n x^(2n+1) / (2n+1)!!}. */
    static double erf(double x) {
        if (Math.abs(x) > 6) {
            return Math.signum(x);
        }
        double sum = 0;
        double term = x;
        for (int n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
            sum += term;
            term *= 2 * x * x / (2 * n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
    }

    static double[] softmax(double[] x, int width) {
        double[] y = new double[x.length];
        for (int start = 0; start < x.length; start += width) {
            double largest = Arrays.stream(x, start, start + width).max().orElseThrow();
            double sum = 0;
            for (int i = start; i < start + width; i++) {
                y[i] = Math.exp(x[i] - largest);
                sum += y[i];
            }
            for (int i = start; i < start + width; i++) {
                y[i] /= sum;
            }
        }
        return y;
    }

    static double crossEntropy(double[] logits, int columns, int labelOffset, double weight) {
        double[] softmax = softmax(logits, columns);
        double loss = 0;
        for (int row = 0; row < logits.length / columns; row++) {
            loss -= Math.log(softmax[row * columns + row + labelOffset]);
        }
        return weight * loss;
    }

    static double[] crossEntropyBackward(double[] logits, int columns, int labelOffset, double weight) {
        double[] gradient = softmax(logits, columns);
        for (int row = 0; row < logits.length / columns; row++) {
            gradient[row * columns + row + labelOffset] -= 1;
        }
        return Arrays.stream(gradient).map(g -> weight * g).toArray();
    }
}
