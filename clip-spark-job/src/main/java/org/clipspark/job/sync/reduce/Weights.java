package org.clipspark.job.sync.reduce;

import java.util.Arrays;

/** What each member's vector counts in a sum or a mean. */
public final class Weights {
    /** Largest weight: whole numbers of samples are exact in a double up to here. */
    private static final double MAX_WEIGHT = 0x1p53;

    private final double[] factors;
    private final double total;

    private Weights(double[] factors, double total) {
        this.factors = factors;
        this.total = total;
    }

    /**
     * The weight itself.
     *
     * @throws IllegalArgumentException if it is not in [0, 2^53]
     */
    public static double check(double weight) {
        if (!(weight >= 0 && weight <= MAX_WEIGHT)) {
            throw new IllegalArgumentException("Weight of a replica must be in [0, 2^53], got " + weight);
        }
        return weight;
    }

    /**
     * Those of a weighted mean: each member's share of the total.
     *
     * @param byRank each in [0, 2^53]
     */
    public static Weights mean(double[] byRank) {
        double total = 0;
        for (double weight : byRank) {
            total += check(weight);
        }
        double[] shares = new double[byRank.length];
        if (total > 0) {
            for (int member = 0; member < shares.length; member++) {
                shares[member] = byRank[member] / total;
            }
        }
        return new Weights(shares, total);
    }

    /** Those of a plain sum over that many members: 1 each. */
    public static Weights sum(int members) {
        double[] ones = new double[members];
        Arrays.fill(ones, 1);
        return new Weights(ones, members);
    }

    /** Number of members. */
    public int members() {
        return factors.length;
    }

    /** Sum of the weights; 0 if nobody has any. */
    public double total() {
        return total;
    }

    /** What the member's vector is multiplied by; 0 means that it is not even looked at. */
    public double factor(int member) {
        return factors[member];
    }
}
