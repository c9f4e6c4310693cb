package org.clipspark.job.suite.measure;

import java.util.Arrays;
import org.clipspark.job.eval.statistic.Bootstrap;
import org.clipspark.job.eval.statistic.Proportion;
import org.clipspark.job.suite.cell.Interval;
import org.clipspark.job.suite.settings.IntervalSettings;

/** Intervals of means of samples that are 0 or 1. */
public final class Intervals {
    private final Bootstrap bootstrap;

    /** By the suite's settings. */
    public Intervals(IntervalSettings settings) {
        this.bootstrap = new Bootstrap(settings.resamples(), settings.confidence(), settings.seed());
    }

    /** Of independent samples, at least one. */
    Interval mean(double[] hits) {
        return isConstant(hits) ? wilson(hits, hits.length) : cell(bootstrap.mean(hits));
    }

    /** Of samples of which those with the same number in {@code cluster} belong together. */
    Interval mean(double[] hits, int[] cluster) {
        int clusters = (int) Arrays.stream(cluster).distinct().count();
        return isConstant(hits) ? wilson(hits, clusters) : cell(bootstrap.mean(hits, cluster));
    }

    /** Of the mean over classes of the mean within a class. */
    Interval classMean(double[] hits, int[] labels) {
        return isConstant(hits) ? wilson(hits, hits.length) : cell(bootstrap.classMean(hits, labels));
    }

    // Samples that are all the same stay so however they are drawn anew, as if there were no doubt.
    private Interval wilson(double[] hits, int samples) {
        return cell(Proportion.interval(hits[0] > 0 ? samples : 0, samples, bootstrap.confidence()));
    }

    private static boolean isConstant(double[] hits) {
        return Arrays.stream(hits).allMatch(hit -> hit == hits[0]);
    }

    private static Interval cell(org.clipspark.job.eval.statistic.Interval interval) {
        return new Interval(interval.low(), interval.high());
    }
}
