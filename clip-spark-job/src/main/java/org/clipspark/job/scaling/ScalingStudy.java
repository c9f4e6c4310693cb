package org.clipspark.job.scaling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.clipspark.job.eval.statistic.Interval;

/**
 * The scaling law of some models: a power law through those on the frontier of compute and error, how sure its exponent is, and
 * how well it predicts larger models.
 *
 * @param points all models
 * @param frontier those that the law is fitted to
 * @param law of the whole frontier
 * @param alpha exponent and its interval, by resampled residuals; the frontier is taken as given
 * @param rSquared share of the variance of the errors' logarithms that the law explains
 * @param largestRelativeError of the law at the frontier's models, a fraction
 * @param heldOut predictions of the largest models from the others
 */
public record ScalingStudy(
        List<ScalingPoint> points,
        List<ScalingPoint> frontier,
        PowerLaw law,
        Interval alpha,
        double rSquared,
        double largestRelativeError,
        List<HeldOut> heldOut) {
    /**
     * A model that a law fitted without it predicts.
     *
     * @param point the model
     * @param predicted error by a law of the frontier's models with less compute
     */
    public record HeldOut(ScalingPoint point, double predicted) {
        /** Predicted minus real error, in points of a percent. */
        double points() {
            return 100 * (predicted - point.error());
        }
    }

    /** Copies the lists. */
    public ScalingStudy {
        points = List.copyOf(points);
        frontier = List.copyOf(frontier);
        heldOut = List.copyOf(heldOut);
    }

    /**
     * Studies models.
     *
     * @throws IllegalArgumentException if the frontier has too few for the fit, or for the fit without those held out
     */
    public static ScalingStudy of(List<ScalingPoint> points, ScalingSettings settings) {
        List<ScalingPoint> frontier = ScalingPoint.frontier(points);
        PowerLaw law = PowerLaw.fit(frontier, settings);
        double mean = frontier.stream()
                .mapToDouble(point -> Math.log(point.error()))
                .average()
                .orElseThrow();
        double all = frontier.stream()
                .mapToDouble(point -> square(Math.log(point.error()) - mean))
                .sum();
        double left = frontier.stream()
                .mapToDouble(point -> square(law.residual(point)))
                .sum();
        return new ScalingStudy(
                points,
                frontier,
                law,
                alpha(frontier, law, settings),
                1 - left / all,
                frontier.stream()
                        .mapToDouble(point -> Math.abs(law.at(point.compute()) / point.error() - 1))
                        .max()
                        .orElseThrow(),
                heldOut(frontier, settings));
    }

    private static double square(double value) {
        return value * value;
    }

    private static List<HeldOut> heldOut(List<ScalingPoint> frontier, ScalingSettings settings) {
        if (settings.heldOut() == 0) {
            return List.of();
        }
        // The frontier of the models with less compute is the beginning of the whole frontier.
        int kept = Math.max(0, frontier.size() - settings.heldOut());
        PowerLaw law = PowerLaw.fit(frontier.subList(0, kept), settings);
        return frontier.subList(kept, frontier.size()).stream()
                .map(point -> new HeldOut(point, law.at(point.compute())))
                .toList();
    }

    private static Interval alpha(List<ScalingPoint> frontier, PowerLaw law, ScalingSettings settings) {
        int found = settings.irreducible() ? 3 : 2;
        // Residuals of a fit are smaller than the noise: it has bent towards them.
        double widen = Math.sqrt(frontier.size() / (double) (frontier.size() - found));
        double[] residuals = frontier.stream()
                .mapToDouble(point -> widen * law.residual(point))
                .toArray();
        SplittableRandom random = new SplittableRandom(settings.seed());
        double[] draws = new double[settings.resamples()];
        for (int r = 0; r < draws.length; r++) {
            List<ScalingPoint> drawn = new ArrayList<>();
            for (ScalingPoint point : frontier) {
                double noise = residuals[random.nextInt(residuals.length)];
                double error = Math.min(1, law.at(point.compute()) * Math.exp(noise));
                drawn.add(new ScalingPoint(point.name(), point.compute(), error));
            }
            draws[r] = PowerLaw.fit(drawn, settings).alpha();
        }
        Arrays.sort(draws);
        int tail = (int) Math.floor((1 - settings.confidence()) / 2 * draws.length);
        return new Interval(law.alpha(), draws[tail], draws[draws.length - 1 - tail], settings.confidence());
    }

    /** Every figure by name; errors are fractions, differences points of a percent. */
    public Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("models", points.size());
        figures.put("frontier", frontier.size());
        figures.put("alpha", law.alpha());
        figures.put("alpha_low", alpha.low());
        figures.put("alpha_high", alpha.high());
        figures.put("confidence", alpha.confidence());
        figures.put("beta", law.beta());
        figures.put("irreducible", law.irreducible());
        figures.put("r_squared", rSquared);
        figures.put("largest_relative_error", largestRelativeError);
        figures.put("held_out", heldOut.stream().map(ScalingStudy::figures).toList());
        return figures;
    }

    private static Map<String, Object> figures(HeldOut held) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("model", held.point().name());
        figures.put("compute", held.point().compute());
        figures.put("error", held.point().error());
        figures.put("predicted_error", held.predicted());
        figures.put("difference_points", held.points());
        return figures;
    }
}
