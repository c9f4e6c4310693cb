package org.clipspark.job.eval.statistic;

import java.util.Arrays;
import java.util.List;

/**
 * A linear fit with a constant term: {@code y = constant + slopes . x}, least squares.
 *
 * @param slopes one for each feature
 * @param constant the constant term
 * @param rSquared share of the variance that the fit explains; 1 for a perfect fit
 * @param samples it was fitted to
 */
public record LeastSquares(List<Double> slopes, double constant, double rSquared, int samples) {
    private static final double SINGULAR = 1e-12;

    /** Copies the list. */
    public LeastSquares {
        slopes = List.copyOf(slopes);
    }

    /**
     * Fits a line.
     *
     * @param x {@code [N]}, finite
     * @param y {@code [N]}, finite
     * @throws IllegalArgumentException see {@link #fit}
     */
    public static LeastSquares line(double[] x, double[] y) {
        double[][] features = new double[x.length][];
        Arrays.setAll(features, i -> new double[] {x[i]});
        return fit(features, y);
    }

    /**
     * Fits.
     *
     * @param features {@code [N, F]}, finite
     * @param y {@code [N]}, finite
     * @throws IllegalArgumentException if there are fewer samples than numbers to find, the lengths differ, a number is not
     *     finite, or the features do not differ enough to tell the slopes apart
     */
    public static LeastSquares fit(double[][] features, double[] y) {
        int width = features.length == 0 ? 0 : features[0].length;
        check(features, y, width);
        double[] means = new double[width];
        Arrays.setAll(
                means,
                f -> Arrays.stream(features)
                        .mapToDouble(row -> row[f])
                        .average()
                        .orElseThrow());
        double mean = Arrays.stream(y).average().orElseThrow();
        double[] slopes = solve(normalEquations(features, means, y, mean));
        double constant = mean;
        for (int f = 0; f < width; f++) {
            constant -= slopes[f] * means[f];
        }
        LeastSquares fit = new LeastSquares(Arrays.stream(slopes).boxed().toList(), constant, 1, y.length);
        double left = 0;
        double all = 0;
        for (int i = 0; i < y.length; i++) {
            left += square(y[i] - fit.at(features[i]));
            all += square(y[i] - mean);
        }
        return new LeastSquares(fit.slopes, constant, all == 0 ? 1 : 1 - left / all, y.length);
    }

    /** Centred, so that large offsets such as logarithms of compute cost no digits: {@code [F, F + 1]}. */
    private static double[][] normalEquations(double[][] features, double[] means, double[] y, double mean) {
        int width = means.length;
        double[][] system = new double[width][width + 1];
        for (int i = 0; i < y.length; i++) {
            for (int a = 0; a < width; a++) {
                double centred = features[i][a] - means[a];
                for (int b = 0; b < width; b++) {
                    system[a][b] += centred * (features[i][b] - means[b]);
                }
                system[a][width] += centred * (y[i] - mean);
            }
        }
        return system;
    }

    /** The fit's value. */
    public double at(double... x) {
        if (x.length != slopes.size()) {
            throw new IllegalArgumentException("The fit has " + slopes.size() + " features, got " + x.length);
        }
        double value = constant;
        for (int f = 0; f < x.length; f++) {
            value += slopes.get(f) * x[f];
        }
        return value;
    }

    /** Gaussian elimination with the largest pivot first. */
    private static double[] solve(double[][] system) {
        int size = system.length;
        double largest = Arrays.stream(system)
                .flatMapToDouble(row -> Arrays.stream(row, 0, size))
                .map(Math::abs)
                .max()
                .orElse(0);
        for (int column = 0; column < size; column++) {
            int pivot = column;
            for (int row = column + 1; row < size; row++) {
                pivot = Math.abs(system[row][column]) > Math.abs(system[pivot][column]) ? row : pivot;
            }
            if (!(Math.abs(system[pivot][column]) > SINGULAR * largest)) {
                throw new IllegalArgumentException("A fit needs samples whose features differ, and not all alike");
            }
            double[] swapped = system[column];
            system[column] = system[pivot];
            system[pivot] = swapped;
            eliminate(system, column);
        }
        double[] solution = new double[size];
        Arrays.setAll(solution, row -> system[row][size] / system[row][row]);
        return solution;
    }

    private static void eliminate(double[][] system, int column) {
        for (int row = 0; row < system.length; row++) {
            if (row != column) {
                double factor = system[row][column] / system[column][column];
                for (int k = column; k <= system.length; k++) {
                    system[row][k] -= factor * system[column][k];
                }
            }
        }
    }

    private static double square(double value) {
        return value * value;
    }

    private static void check(double[][] features, double[] y, int width) {
        if (features.length != y.length || y.length < width + 1 || width < 1) {
            throw new IllegalArgumentException("A fit of " + width + " features needs at least " + (width + 1)
                    + " samples, got " + features.length + " and " + y.length);
        }
        for (int i = 0; i < y.length; i++) {
            if (features[i].length != width
                    || !Double.isFinite(y[i])
                    || !Arrays.stream(features[i]).allMatch(Double::isFinite)) {
                throw new IllegalArgumentException(
                        "Sample " + i + " of a fit must have " + width + " features, all numbers finite");
            }
        }
    }
}
