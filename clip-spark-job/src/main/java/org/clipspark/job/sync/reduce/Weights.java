package org.clipspark.job.sync.reduce;

import java.util.Arrays;

/** What each member's vector counts in a sum or a mean. */
public final class Weights {
    private final double[] byRank;
    private final double divisor;

    private Weights(double[] byRank, double divisor) {
        this.byRank = byRank;
        this.divisor = divisor;
    }

    /**
     * Those of a weighted mean.
     *
     * @param byRank each in [0, 2^53]
     */
    public static Weights mean(double[] byRank) {
        double total = 0;
        for (double weight : byRank) {
            total += WeightedSum.checkWeight(weight);
        }
        return new Weights(byRank.clone(), total);
    }

    /** Those of a plain sum over that many members. */
    public static Weights sum(int members) {
        double[] ones = new double[members];
        Arrays.fill(ones, 1);
        return new Weights(ones, 1);
    }

    /** What the weighted sum is divided by: the total weight for a mean, 0 if nobody has any, and 1 for a sum. */
    public double divisor() {
        return divisor;
    }

    double[] byRank() {
        return byRank.clone();
    }
}
