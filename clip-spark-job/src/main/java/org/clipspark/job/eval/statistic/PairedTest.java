package org.clipspark.job.eval.statistic;

import java.util.Arrays;

/** Whether a second model differs from a first one on the same samples, in the same order. */
public final class PairedTest {
    private PairedTest() {}

    /**
     * What was found.
     *
     * @param samples that were compared
     * @param difference mean of the second minus that of the first
     * @param pValue how likely chance alone makes at least that much of a difference, both ways
     * @param verdict of the second model
     */
    public record Result(int samples, double difference, double pValue, Verdict verdict) {}

    /**
     * McNemar's exact test of accuracies: of the samples that only one model has right, each is as likely either's.
     *
     * @param first {@code [N]}, whether the first model is right
     * @param second {@code [N]}, whether the second is
     * @param alpha such as 0.05: how often equal models may be called different
     * @throws IllegalArgumentException if there are no samples or the lengths differ
     */
    public static Result mcNemar(boolean[] first, boolean[] second, double alpha) {
        check(first.length, second.length, alpha);
        long gained = 0;
        long lost = 0;
        for (int i = 0; i < first.length; i++) {
            gained += second[i] && !first[i] ? 1 : 0;
            lost += first[i] && !second[i] ? 1 : 0;
        }
        double pValue = Math.min(1, 2 * Binomial.atMost(Math.min(gained, lost), gained + lost));
        double difference = (double) (gained - lost) / first.length;
        return new Result(first.length, difference, pValue, Verdict.of(difference, pValue, alpha));
    }

    /**
     * Means of any figures, by a bootstrap of the differences moved to a mean of zero.
     *
     * @param first {@code [N]}, finite, higher is better
     * @param second {@code [N]}
     * @param alpha such as 0.05
     * @throws IllegalArgumentException if there are no samples, the lengths differ or a figure is not finite
     */
    public static Result bootstrap(double[] first, double[] second, Bootstrap bootstrap, double alpha) {
        return bootstrap(first, second, Clusters.single(first.length), bootstrap, alpha);
    }

    /**
     * The same for samples of which some belong together, see {@link Bootstrap#mean(double[], int[])}.
     *
     * @param cluster {@code [N]}, number of each sample's cluster, from 0
     */
    public static Result bootstrap(double[] first, double[] second, int[] cluster, Bootstrap bootstrap, double alpha) {
        check(first.length, cluster.length, alpha);
        return bootstrap(first, second, Clusters.of(cluster), bootstrap, alpha);
    }

    private static Result bootstrap(
            double[] first, double[] second, Clusters clusters, Bootstrap bootstrap, double alpha) {
        check(first.length, second.length, alpha);
        double[] differences = new double[first.length];
        Arrays.setAll(differences, i -> second[i] - first[i]);
        double difference = Arrays.stream(differences).average().orElseThrow();
        long asFar = Arrays.stream(bootstrap.draws(differences, clusters))
                .filter(draw -> Math.abs(draw - difference) >= Math.abs(difference))
                .count();
        // The data themselves are one more draw: no finite number of draws shows a probability of zero.
        double pValue = (asFar + 1.0) / (bootstrap.resamples() + 1.0);
        return new Result(first.length, difference, pValue, Verdict.of(difference, pValue, alpha));
    }

    private static void check(int first, int second, double alpha) {
        if (first == 0 || first != second) {
            throw new IllegalArgumentException(
                    "A paired test needs the same samples of both, at least 1, got " + first + " and " + second);
        }
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha must be above 0 and below 1, got " + alpha);
        }
    }
}
