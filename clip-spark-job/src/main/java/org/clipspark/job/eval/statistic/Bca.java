package org.clipspark.job.eval.statistic;

import java.util.Arrays;

/** The bias-corrected and accelerated interval of Efron, <i>Better Bootstrap Confidence Intervals</i> (1987), equation 6.8. */
final class Bca {
    private Bca() {}

    /**
     * The interval.
     *
     * @param estimate of the whole data
     * @param draws estimates of the resampled data; sorted in place
     * @param influence how far each unit that was resampled pulls the estimate, up to a common factor
     */
    static Interval interval(double estimate, double[] draws, double[] influence, double confidence) {
        Arrays.sort(draws);
        if (draws[0] == draws[draws.length - 1]) {
            return new Interval(estimate, draws[0], draws[0], confidence);
        }
        double below = 0;
        for (double draw : draws) {
            below += draw < estimate ? 1 : draw == estimate ? 0.5 : 0;
        }
        double bias = Normal.quantile(below / draws.length);
        double acceleration = acceleration(influence);
        double z = Normal.quantile((1 + confidence) / 2);
        return new Interval(
                estimate,
                quantile(draws, corrected(bias, acceleration, -z)),
                quantile(draws, corrected(bias, acceleration, z)),
                confidence);
    }

    private static double acceleration(double[] influence) {
        double squares = 0;
        double cubes = 0;
        for (double value : influence) {
            squares += value * value;
            cubes += value * value * value;
        }
        return squares == 0 ? 0 : cubes / (6 * Math.pow(squares, 1.5));
    }

    private static double corrected(double bias, double acceleration, double z) {
        double shifted = bias + z;
        double factor = 1 - acceleration * shifted;
        // Only absurdly skewed data of a few samples get here; their extreme draw is all that is known.
        return factor <= 0 ? (shifted > 0 ? 1 : 0) : Normal.cumulative(bias + shifted / factor);
    }

    /** Of sorted numbers, between the two that are nearest. */
    static double quantile(double[] sorted, double probability) {
        double place = Math.min(1, Math.max(0, probability)) * (sorted.length - 1);
        int lower = (int) Math.floor(place);
        int upper = Math.min(lower + 1, sorted.length - 1);
        return sorted[lower] + (place - lower) * (sorted[upper] - sorted[lower]);
    }
}
