package org.clipspark.job.eval.statistic;

import java.util.Arrays;

/** Average precision of a ranking, in the definition of scikit-learn's {@code average_precision_score}. */
public final class AveragePrecision {
    private AveragePrecision() {}

    /**
     * Sum over falling thresholds of precision times the recall that is won there. Samples with equal scores pass a threshold
     * together, so their order does not matter.
     *
     * @param scores {@code [N]}, finite, higher for more likely
     * @param relevant {@code [N]}
     * @return from 0 to 1; not a number if no sample is relevant
     * @throws IllegalArgumentException if the lengths differ or a score is not finite
     */
    public static double of(double[] scores, boolean[] relevant) {
        RankedScores ranked = RankedScores.of(scores, relevant);
        if (ranked.relevantCount() == 0) {
            return Double.NaN;
        }
        double sum = 0;
        long found = 0;
        for (int i = 0; i < ranked.steps(); i++) {
            long won = ranked.relevantThrough(i) - found;
            found = ranked.relevantThrough(i);
            sum += won * (double) found / ranked.samplesThrough(i);
        }
        return sum / ranked.relevantCount();
    }

    /** The same for 32-bit scores. */
    public static double of(float[] scores, boolean[] relevant) {
        double[] wide = new double[scores.length];
        Arrays.setAll(wide, i -> scores[i]);
        return of(wide, relevant);
    }
}
