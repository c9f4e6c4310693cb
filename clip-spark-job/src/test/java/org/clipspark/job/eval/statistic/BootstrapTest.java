package org.clipspark.job.eval.statistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    private static final int SETS = 500;
    private static final Bootstrap BOOTSTRAP = new Bootstrap(600, 0.95, 1);

    /** Share of simulated data sets whose interval holds the truth; the function says 1 or 0 for one of them. */
    private static double coverage(long seed, ToIntFunction<SplittableRandom> simulation) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, SETS)
                        .map(set -> simulation.applyAsInt(random))
                        .sum()
                / (double) SETS;
    }

    private static int holds(Interval interval, double truth) {
        return interval.contains(truth) ? 1 : 0;
    }

    private static double[] flips(SplittableRandom random, int samples, double probability) {
        double[] flips = new double[samples];
        Arrays.setAll(flips, i -> random.nextDouble() < probability ? 1 : 0);
        return flips;
    }

    @Test
    void coversTheTruthOfAnAccuracyAsOftenAsItSays() {
        assertThat(coverage(11, random -> holds(BOOTSTRAP.mean(flips(random, 300, 0.7)), 0.7)))
                .isBetween(0.93, 0.97);
    }

    @Test
    void coversTheTruthOfASkewedMeanAsOftenAsItSays() {
        assertThat(coverage(12, random -> {
                    double[] waits = new double[200];
                    Arrays.setAll(waits, i -> -Math.log(1 - random.nextDouble()));
                    return holds(BOOTSTRAP.mean(waits), 1);
                }))
                .isBetween(0.93, 0.97);
    }

    @Test
    void coversTheTruthWhereCaptionsOfOneImageFallAlike() {
        int captions = 5;
        int[] image = IntStream.range(0, 200 * captions).map(i -> i / captions).toArray();
        double[] naive = new double[1];
        double coverage = coverage(13, random -> {
            double[] hits = new double[image.length];
            double[] ease = random.doubles(200).toArray();
            Arrays.setAll(hits, i -> random.nextDouble() < ease[image[i]] ? 1 : 0);
            naive[0] += holds(BOOTSTRAP.mean(hits), 0.5);
            return holds(BOOTSTRAP.mean(hits, image), 0.5);
        });

        assertThat(coverage).isBetween(0.93, 0.97);
        // Captions taken for independent samples give intervals that are too narrow.
        assertThat(naive[0] / SETS).isLessThan(0.9);
    }

    @Test
    void coversTheTruthOfAMeanOverUnequalClasses() {
        int[] label =
                IntStream.range(0, 300).map(i -> i < 200 ? 0 : i < 270 ? 1 : 2).toArray();
        double[] recall = {0.9, 0.6, 0.3};
        assertThat(coverage(14, random -> {
                    double[] hits = new double[label.length];
                    Arrays.setAll(hits, i -> random.nextDouble() < recall[label[i]] ? 1 : 0);
                    return holds(BOOTSTRAP.classMean(hits, label), 0.6);
                }))
                .isBetween(0.93, 0.97);
    }

    @Test
    void coversTheTruthByWilsonsInterval() {
        assertThat(coverage(15, random -> {
                    long right = (long) Arrays.stream(flips(random, 400, 0.8)).sum();
                    return holds(Proportion.interval(right, 400, 0.95), 0.8);
                }))
                .isBetween(0.93, 0.97);
    }

    @Test
    void wilsonsIntervalHasItsKnownValues() {
        Interval half = Proportion.interval(5, 10, 0.95);

        // 0.5 +- 1.96 / (1 + 1.96^2 / 10) * sqrt(0.025 + 1.96^2 / 400)
        assertThat(half.low()).isCloseTo(0.2366, within(1e-4));
        assertThat(half.high()).isCloseTo(0.7634, within(1e-4));
        assertThat(Proportion.interval(10, 10, 0.95).high()).isEqualTo(1);
        assertThat(Proportion.interval(10, 10, 0.95).low()).isCloseTo(0.7225, within(1e-4));
    }

    @Test
    void drawsWholeClustersOnly() {
        // Two images, one all right, one all wrong: a draw of images gives a mean of 0, 1/2 or 1, nothing between.
        double[] draws = BOOTSTRAP.draws(new double[] {1, 1, 0, 0}, Clusters.of(new int[] {4, 4, 9, 9}));

        assertThat(Arrays.stream(draws).distinct().sorted().toArray()).containsExactly(0, 0.5, 1);
    }

    @Test
    void estimatesTheMeanOverClassesNotOverSamples() {
        Interval interval = BOOTSTRAP.classMean(new double[] {1, 1, 1, 0}, new int[] {7, 7, 7, 2});

        assertThat(interval).isEqualTo(new Interval(0.5, 0.5, 0.5, 0.95));
    }

    @Test
    void repeatsItselfForASeed() {
        double[] values = flips(new SplittableRandom(2), 50, 0.5);

        assertThat(BOOTSTRAP.mean(values)).isEqualTo(BOOTSTRAP.mean(values));
        assertThat(new Bootstrap(600, 0.95, 2).mean(values)).isNotEqualTo(BOOTSTRAP.mean(values));
    }

    @Test
    void knowsTheNormalDistribution() {
        assertThat(Normal.cumulative(0)).isEqualTo(0.5);
        assertThat(Normal.cumulative(1.959963985)).isCloseTo(0.975, within(1e-9));
        assertThat(Normal.quantile(0.025)).isCloseTo(-1.959963985, within(1e-8));
    }

    @Test
    void refusesWhatItCannotDraw() {
        assertThatThrownBy(() -> BOOTSTRAP.mean(new double[0]))
                .hasMessage("A bootstrap needs at least one sample, got none");
        assertThatThrownBy(() -> BOOTSTRAP.mean(new double[] {1, Double.NaN}))
                .hasMessage("Sample 1 is NaN, expected a finite number");
        assertThatThrownBy(() -> BOOTSTRAP.mean(new double[] {1}, new int[0]))
                .hasMessage("Each sample needs a cluster, got 0 for 1 samples");
        assertThatThrownBy(() -> BOOTSTRAP.classMean(new double[] {1}, new int[] {-1}))
                .hasMessage("Clusters and classes are numbered from 0, got -1");
        assertThatThrownBy(() -> new Bootstrap(10, 0.95, 0))
                .hasMessage("A bootstrap needs at least 100 resamples, got 10");
        assertThatThrownBy(() -> new Bootstrap(100, 95, 0))
                .hasMessage("Confidence must be above 0 and below 1, got 95.0");
        assertThatThrownBy(() -> Proportion.interval(3, 2, 0.95))
                .hasMessage("A proportion needs at least 1 sample and 0 to all of them right, got 3 of 2");
    }
}
