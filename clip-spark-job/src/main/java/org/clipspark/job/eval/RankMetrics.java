package org.clipspark.job.eval;

import java.util.Arrays;

/**
 * How early queries find what belongs to them.
 *
 * @param queries rankings that were made
 * @param candidates in each ranking
 * @param r1 fraction of queries with something that belongs to them in first place
 * @param r5 the same, among the first five
 * @param r10 the same, among the first ten
 * @param meanRank mean place, from 1
 * @param medianRank median place rounded down, from 1
 * @param ties queries for which another candidate scored exactly as what belongs to them: many of them mean a model whose
 *     embeddings have collapsed
 */
public record RankMetrics(
        int queries, int candidates, double r1, double r5, double r10, double meanRank, double medianRank, int ties) {
    /**
     * Sums up rankings.
     *
     * @param ranks {@code [queries]}, from 0
     * @param tied candidates with the same score, per query
     */
    static RankMetrics of(int[] ranks, int[] tied, int candidates) {
        int[] sorted = ranks.clone();
        Arrays.sort(sorted);
        long sum = Arrays.stream(sorted).asLongStream().sum();
        int ties = (int) Arrays.stream(tied).filter(count -> count > 0).count();
        return new RankMetrics(
                sorted.length,
                candidates,
                recall(sorted, 1),
                recall(sorted, 5),
                recall(sorted, 10),
                (double) sum / sorted.length + 1,
                median(sorted) + 1,
                ties);
    }

    private static double recall(int[] sorted, int k) {
        return (double) Arrays.stream(sorted).filter(rank -> rank < k).count() / sorted.length;
    }

    private static double median(int[] sorted) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int upper = sorted[sorted.length / 2];
        int lower = sorted[(sorted.length - 1) / 2];
        return Math.floor((lower + (double) upper) / 2);
    }
}
