package org.clipspark.model;

import java.util.function.Function;

/** The forward pass of {@code test_convnext} with a linear head: plain loops over doubles, maps {@code [C][H][W]}. */
final class ConvNextReference {
    private static final int[] DEPTHS = {1, 2, 4, 2};
    private static final double EPSILON = 1e-5;

    private final Function<String, double[]> parameters;

    /** A network with the parameters of those names, row-major. */
    ConvNextReference(Function<String, double[]> parameters) {
        this.parameters = parameters;
    }

    private double[] get(String name) {
        return parameters.apply("visual." + name);
    }

    /** {@code image [3][S][S]} to an embedding of norm 1. */
    double[] embed(double[][][] image) {
        double[][][] maps = norm(windows(image, "trunk.stem.0", 4), "trunk.stem.1");
        for (int stage = 0; stage < DEPTHS.length; stage++) {
            String prefix = "trunk.stages." + stage;
            if (stage > 0) {
                maps = windows(norm(maps, prefix + ".downsample.0"), prefix + ".downsample.1", 2);
            }
            for (int block = 0; block < DEPTHS[stage]; block++) {
                maps = block(maps, prefix + ".blocks." + block);
            }
        }
        return unit(matrix(pooled(maps), get("head.proj.weight")));
    }

    /** Convolution of windows side by side. */
    private double[][][] windows(double[][][] x, String name, int side) {
        double[] weight = get(name + ".weight");
        double[] bias = get(name + ".bias");
        int outputs = bias.length;
        double[][][] y = new double[outputs][x[0].length / side][x[0].length / side];
        for (int o = 0; o < outputs; o++) {
            for (int row = 0; row < y[0].length; row++) {
                for (int column = 0; column < y[0].length; column++) {
                    double sum = bias[o];
                    for (int i = 0; i < x.length; i++) {
                        for (int tap = 0; tap < side * side; tap++) {
                            sum += weight[(o * x.length + i) * side * side + tap]
                                    * x[i][row * side + tap / side][column * side + tap % side];
                        }
                    }
                    y[o][row][column] = sum;
                }
            }
        }
        return y;
    }

    private double[][][] block(double[][][] x, String prefix) {
        double[][][] inner = norm(depthwise(x, prefix + ".conv_dw"), prefix + ".norm");
        double[] gamma = get(prefix + ".gamma");
        double[][][] y = new double[x.length][x[0].length][x[0].length];
        for (int row = 0; row < x[0].length; row++) {
            for (int column = 0; column < x[0].length; column++) {
                double[] branch = mlp(channels(inner, row, column), prefix + ".mlp");
                for (int c = 0; c < x.length; c++) {
                    y[c][row][column] = x[c][row][column] + gamma[c] * branch[c];
                }
            }
        }
        return y;
    }

    private double[][][] depthwise(double[][][] x, String name) {
        double[] weight = get(name + ".weight");
        double[] bias = get(name + ".bias");
        int side = x[0].length;
        double[][][] y = new double[x.length][side][side];
        for (int c = 0; c < x.length; c++) {
            for (int row = 0; row < side; row++) {
                for (int column = 0; column < side; column++) {
                    double sum = bias[c];
                    for (int dy = -3; dy <= 3; dy++) {
                        for (int dx = -3; dx <= 3; dx++) {
                            boolean isInside =
                                    row + dy >= 0 && row + dy < side && column + dx >= 0 && column + dx < side;
                            sum += isInside ? weight[c * 49 + (dy + 3) * 7 + dx + 3] * x[c][row + dy][column + dx] : 0;
                        }
                    }
                    y[c][row][column] = sum;
                }
            }
        }
        return y;
    }

    private double[] mlp(double[] x, String name) {
        double[] hidden = plus(matrix(x, get(name + ".fc1.weight")), get(name + ".fc1.bias"));
        for (int i = 0; i < hidden.length; i++) {
            double v = hidden[i];
            hidden[i] = v / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (v + 0.044715 * v * v * v)));
        }
        return plus(matrix(hidden, get(name + ".fc2.weight")), get(name + ".fc2.bias"));
    }

    private static double[] matrix(double[] x, double[] weight) {
        double[] y = new double[weight.length / x.length];
        for (int i = 0; i < weight.length; i++) {
            y[i / x.length] += weight[i] * x[i % x.length];
        }
        return y;
    }

    private static double[] plus(double[] x, double[] y) {
        double[] sum = x.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += y[i];
        }
        return sum;
    }

    private double[][][] norm(double[][][] x, String name) {
        double[][][] y = new double[x.length][x[0].length][x[0].length];
        for (int row = 0; row < x[0].length; row++) {
            for (int column = 0; column < x[0].length; column++) {
                double[] normed = norm(channels(x, row, column), name);
                for (int c = 0; c < x.length; c++) {
                    y[c][row][column] = normed[c];
                }
            }
        }
        return y;
    }

    private double[] norm(double[] x, String name) {
        double mean = 0;
        double square = 0;
        for (double value : x) {
            mean += value / x.length;
        }
        for (double value : x) {
            square += (value - mean) * (value - mean) / x.length;
        }
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = (x[i] - mean) / Math.sqrt(square + EPSILON) * get(name + ".weight")[i] + get(name + ".bias")[i];
        }
        return y;
    }

    private double[] pooled(double[][][] maps) {
        double[] mean = new double[maps.length];
        int side = maps[0].length;
        for (int c = 0; c < maps.length; c++) {
            for (int place = 0; place < side * side; place++) {
                mean[c] += maps[c][place / side][place % side] / (side * side);
            }
        }
        return norm(mean, "trunk.head.norm");
    }

    private static double[] channels(double[][][] x, int row, int column) {
        double[] channels = new double[x.length];
        for (int c = 0; c < x.length; c++) {
            channels[c] = x[c][row][column];
        }
        return channels;
    }

    private static double[] unit(double[] x) {
        double norm = Math.sqrt(matrix(x, x)[0]);
        double[] y = x.clone();
        for (int i = 0; i < y.length; i++) {
            y[i] /= norm;
        }
        return y;
    }
}
