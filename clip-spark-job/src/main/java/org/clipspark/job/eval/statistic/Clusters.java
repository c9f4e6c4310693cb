package org.clipspark.job.eval.statistic;

import java.util.Arrays;

/** Which samples belong together: clusters are numbered anew without gaps, by their rising numbers. */
final class Clusters {
    private final int[] cluster;
    private final int[] sizes;

    private Clusters(int[] cluster, int count) {
        this.cluster = cluster;
        this.sizes = new int[count];
        for (int c : cluster) {
            sizes[c]++;
        }
    }

    /** Every sample by itself. */
    static Clusters single(int samples) {
        int[] cluster = new int[samples];
        Arrays.setAll(cluster, i -> i);
        return new Clusters(cluster, samples);
    }

    /** Clusters by any numbers. */
    static Clusters of(int[] numbers) {
        int[] distinct = Arrays.stream(numbers).sorted().distinct().toArray();
        if (distinct.length > 0 && distinct[0] < 0) {
            throw new IllegalArgumentException("Clusters and classes are numbered from 0, got " + distinct[0]);
        }
        int[] cluster = new int[numbers.length];
        Arrays.setAll(cluster, i -> Arrays.binarySearch(distinct, numbers[i]));
        return new Clusters(cluster, distinct.length);
    }

    int clusterOf(int sample) {
        return cluster[sample];
    }

    int[] sizes() {
        return sizes.clone();
    }

    double[] sums(double[] values) {
        double[] sums = new double[sizes.length];
        for (int i = 0; i < values.length; i++) {
            sums[cluster[i]] += values[i];
        }
        return sums;
    }

    /** Values by cluster, each in their order. */
    double[][] split(double[] values) {
        double[][] parts = new double[sizes.length][];
        Arrays.setAll(parts, c -> new double[sizes[c]]);
        int[] filled = new int[sizes.length];
        for (int i = 0; i < values.length; i++) {
            parts[cluster[i]][filled[cluster[i]]++] = values[i];
        }
        return parts;
    }

    /** How far each cluster pulls the mean, to scale: what it adds beyond the mean times its size. */
    double[] influence(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        double[] influence = sums(values);
        for (int c = 0; c < influence.length; c++) {
            influence[c] -= mean * sizes[c];
        }
        return influence;
    }
}
