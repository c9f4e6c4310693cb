package org.clipspark.image.corrupt.noise;

import java.util.Arrays;

/** The Poisson distribution of one mean, for drawing by the inverse of its distribution function. */
final class PoissonCounts {
    private static final double NEGLIGIBLE = 1e-16;

    private final double[] atMost;

    /**
     * Tabulates.
     *
     * @param mean 0 to 700: beyond, the probability of 0 is no double any more
     */
    PoissonCounts(double mean) {
        double[] sums = new double[(int) (mean + 12 * Math.sqrt(mean)) + 30];
        double probability = StrictMath.exp(-mean);
        double sum = probability;
        sums[0] = sum;
        int last = 0;
        while (last + 1 < sums.length && (last < mean || probability > NEGLIGIBLE)) {
            last++;
            probability *= mean / last;
            sum += probability;
            sums[last] = sum;
        }
        atMost = Arrays.copyOf(sums, last + 1);
    }

    /** The smallest count whose distribution function exceeds the probability, 0 to below 1. */
    int at(double probability) {
        int low = 0;
        int high = atMost.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (atMost[middle] > probability) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
