package org.clipspark.job.scaling;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.clipspark.job.eval.statistic.LeastSquares;

/**
 * {@code E = beta * C^alpha + irreducible}: error by compute (Cherti et al., <i>Reproducible Scaling Laws for Contrastive
 * Language-Image Learning</i>, 2023, without the constant term).
 *
 * @param alpha exponent, below 0 where error falls with compute
 * @param beta factor
 * @param irreducible error that no compute takes away, at least 0
 */
public record PowerLaw(double alpha, double beta, double irreducible) {
    /** Points that a fit needs. */
    static final int FEWEST = 3;
    /** Points that a fit with a constant term needs: with fewer, the term takes up what is noise. */
    static final int FEWEST_IRREDUCIBLE = 6;

    private static final int GRID = 24;
    private static final int SECTIONS = 40;
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
    /** Of the lowest error: the logarithm of what is left must exist. */
    private static final double LARGEST_SHARE = 0.999;

    /** Error at a compute. */
    public double at(double compute) {
        return beta * Math.pow(compute, alpha) + irreducible;
    }

    /**
     * Fits by least squares of the logarithms of errors.
     *
     * @param points at least {@link #FEWEST}, with a constant term {@link #FEWEST_IRREDUCIBLE}
     * @throws IllegalArgumentException if there are fewer, or all have the same compute
     */
    static PowerLaw fit(List<ScalingPoint> points, ScalingSettings settings) {
        int fewest = settings.irreducible() ? FEWEST_IRREDUCIBLE : FEWEST;
        if (points.size() < fewest) {
            throw new IllegalArgumentException(
                    "A scaling law" + (settings.irreducible() ? " with irreducible error" : "") + " needs at least "
                            + fewest + " models on the frontier, got " + points.size());
        }
        if (!settings.irreducible()) {
            return above(points, 0);
        }
        double most = LARGEST_SHARE
                * points.stream().mapToDouble(ScalingPoint::error).min().orElseThrow();
        double share = lowest(e -> misfit(points, above(points, e * most)));
        return above(points, share * most);
    }

    /** The law above a given constant term: a line between logarithms. */
    private static PowerLaw above(List<ScalingPoint> points, double irreducible) {
        LeastSquares line = LeastSquares.line(
                points.stream().mapToDouble(point -> Math.log(point.compute())).toArray(),
                points.stream()
                        .mapToDouble(point -> Math.log(point.error() - irreducible))
                        .toArray());
        return new PowerLaw(line.slopes().get(0), Math.exp(line.constant()), irreducible);
    }

    private static double misfit(List<ScalingPoint> points, PowerLaw law) {
        return points.stream()
                .mapToDouble(law::residual)
                .map(residual -> residual * residual)
                .sum();
    }

    /** How far a point lies above the law, as a difference of logarithms. */
    double residual(ScalingPoint point) {
        return Math.log(point.error()) - Math.log(at(point.compute()));
    }

    /** Where a function is lowest from 0 to 1: the best place of a grid, then golden sections around it. */
    private static double lowest(DoubleUnaryOperator function) {
        int best = 0;
        for (int i = 1; i <= GRID; i++) {
            best = function.applyAsDouble((double) i / GRID) < function.applyAsDouble((double) best / GRID) ? i : best;
        }
        double low = Math.max(0, best - 1) / (double) GRID;
        double high = Math.min(GRID, best + 1) / (double) GRID;
        for (int i = 0; i < SECTIONS; i++) {
            double left = high - GOLDEN * (high - low);
            double right = low + GOLDEN * (high - low);
            if (function.applyAsDouble(left) < function.applyAsDouble(right)) {
                high = right;
            } else {
                low = left;
            }
        }
        double middle = (low + high) / 2;
        // The section never reaches an end; without any constant term may still be best.
        return function.applyAsDouble(0) <= function.applyAsDouble(middle) ? 0 : middle;
    }
}
