package org.clipspark.job.eval.statistic;

import java.util.Arrays;

/**
 * How well scores tell samples that a model knows from samples of another kind (out-of-distribution detection, after
 * Hendrycks and Gimpel 2017).
 *
 * @param auroc how likely a known sample scores higher than another, ties counting half: 0.5 for chance
 * @param auprKnown average precision with the known samples as what is looked for
 * @param auprOther average precision with the others as what is looked for, by low scores
 * @param fprAt95 share of the others that pass the highest threshold that lets 95 % of the known pass
 */
public record Detection(double auroc, double auprKnown, double auprOther, double fprAt95) {
    private static final double RECALL = 0.95;

    /**
     * Measures.
     *
     * @param known scores of known samples, finite, such as the highest probability of a class; at least one
     * @param other scores of samples of another kind; at least one
     * @throws IllegalArgumentException if there are none of a kind or a score is not finite
     */
    public static Detection of(double[] known, double[] other) {
        if (known.length == 0 || other.length == 0) {
            throw new IllegalArgumentException("Detection needs samples of both kinds, got " + known.length
                    + " known and " + other.length + " others");
        }
        double[] scores = Arrays.copyOf(known, known.length + other.length);
        System.arraycopy(other, 0, scores, known.length, other.length);
        boolean[] isKnown = new boolean[scores.length];
        Arrays.fill(isKnown, 0, known.length, true);
        boolean[] isOther = new boolean[scores.length];
        Arrays.fill(isOther, known.length, scores.length, true);
        RankedScores ranked = RankedScores.of(scores, isKnown);
        return new Detection(
                area(ranked, other.length),
                AveragePrecision.of(scores, isKnown),
                AveragePrecision.of(Arrays.stream(scores).map(score -> -score).toArray(), isOther),
                passing(ranked, other.length));
    }

    /** Area under the curve of known over others, by trapezoids: a step of ties is one of them. */
    private static double area(RankedScores ranked, long others) {
        double area = 0;
        long known = 0;
        long other = 0;
        for (int i = 0; i < ranked.steps(); i++) {
            long knownNow = ranked.relevantThrough(i);
            long otherNow = ranked.samplesThrough(i) - knownNow;
            area += (otherNow - other) * (known + knownNow) / 2.0;
            known = knownNow;
            other = otherNow;
        }
        return area / ((double) ranked.relevantCount() * others);
    }

    private static double passing(RankedScores ranked, long others) {
        int step = 0;
        while (ranked.relevantThrough(step) < RECALL * ranked.relevantCount()) {
            step++;
        }
        return (double) (ranked.samplesThrough(step) - ranked.relevantThrough(step)) / others;
    }
}
