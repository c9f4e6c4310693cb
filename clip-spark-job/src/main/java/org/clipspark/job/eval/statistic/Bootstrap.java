package org.clipspark.job.eval.statistic;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Intervals of means by resampling with replacement: bias-corrected and accelerated (BCa; Efron 1987). What is resampled are
 * clusters of samples that belong together, such as all captions of one image; equal seeds give equal intervals.
 *
 * @param resamples how often the data are drawn anew, at least 100
 * @param confidence such as 0.95
 * @param seed of the draws
 */
public record Bootstrap(int resamples, double confidence, long seed) {
    private static final int FEWEST = 100;

    /** 2,000 resamples, 95 %, seed 0. */
    public static final Bootstrap DEFAULT = new Bootstrap(2000, 0.95, 0);

    /** Checks the values. */
    public Bootstrap {
        if (resamples < FEWEST) {
            throw new IllegalArgumentException("A bootstrap needs at least " + FEWEST + " resamples, got " + resamples);
        }
        Interval.checkConfidence(confidence);
    }

    /**
     * The mean of independent samples.
     *
     * @param values {@code [N]}, finite, such as 1 for a right and 0 for a wrong answer
     * @throws IllegalArgumentException if there are none or one is not finite
     */
    public Interval mean(double[] values) {
        return clusterMean(values, Clusters.single(values.length));
    }

    /**
     * The mean of samples of which some belong together: whole clusters are drawn, so captions of one image do not count as
     * independent.
     *
     * @param values {@code [N]}, finite
     * @param cluster {@code [N]}, number of each sample's cluster, from 0; clusters may have any number of samples
     * @throws IllegalArgumentException if there are no samples, the lengths differ or a value is out of its range
     */
    public Interval mean(double[] values, int[] cluster) {
        if (values.length != cluster.length) {
            throw new IllegalArgumentException(
                    "Each sample needs a cluster, got " + cluster.length + " for " + values.length + " samples");
        }
        return clusterMean(values, Clusters.of(cluster));
    }

    /**
     * The mean over classes of the mean within a class, such as mean per-class recall: samples are drawn anew within each
     * class, so that none of them loses all of its own.
     *
     * @param values {@code [N]}, finite
     * @param label {@code [N]}, class of each sample, from 0; classes without samples do not count
     * @throws IllegalArgumentException if there are no samples, the lengths differ or a value is out of its range
     */
    public Interval classMean(double[] values, int[] label) {
        checkValues(values);
        if (values.length != label.length) {
            throw new IllegalArgumentException(
                    "Each sample needs a class, got " + label.length + " for " + values.length + " samples");
        }
        Clusters classes = Clusters.of(label);
        double[][] byClass = classes.split(values);
        double[] means = new double[byClass.length];
        Arrays.setAll(means, c -> Arrays.stream(byClass[c]).average().orElseThrow());
        double[] influence = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            int c = classes.clusterOf(i);
            influence[i] = (values[i] - means[c]) / byClass[c].length;
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] draws = new double[resamples];
        for (int r = 0; r < resamples; r++) {
            for (double[] own : byClass) {
                draws[r] += sum(own, random) / own.length;
            }
            draws[r] /= byClass.length;
        }
        return Bca.interval(Arrays.stream(means).average().orElseThrow(), draws, influence, confidence);
    }

    private static double sum(double[] own, SplittableRandom random) {
        double sum = 0;
        for (int i = 0; i < own.length; i++) {
            sum += own[random.nextInt(own.length)];
        }
        return sum;
    }

    private Interval clusterMean(double[] values, Clusters clusters) {
        return Bca.interval(
                Arrays.stream(values).average().orElse(0),
                draws(values, clusters),
                clusters.influence(values),
                confidence);
    }

    /** Means of samples drawn anew, {@code [resamples]}. */
    double[] draws(double[] values, Clusters clusters) {
        checkValues(values);
        double[] sums = clusters.sums(values);
        int[] sizes = clusters.sizes();
        SplittableRandom random = new SplittableRandom(seed);
        double[] draws = new double[resamples];
        for (int r = 0; r < resamples; r++) {
            double sum = 0;
            long count = 0;
            for (int i = 0; i < sums.length; i++) {
                int drawn = random.nextInt(sums.length);
                sum += sums[drawn];
                count += sizes[drawn];
            }
            draws[r] = sum / count;
        }
        return draws;
    }

    private static void checkValues(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("A bootstrap needs at least one sample, got none");
        }
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException("Sample " + i + " is " + values[i] + ", expected a finite number");
            }
        }
    }
}
