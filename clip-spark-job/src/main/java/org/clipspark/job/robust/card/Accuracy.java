package org.clipspark.job.robust.card;

import org.clipspark.job.eval.outcome.ClassOutcomes;
import org.clipspark.job.eval.statistic.Interval;
import org.clipspark.job.eval.statistic.Proportion;

/**
 * Top-1 accuracy with Wilson's interval.
 *
 * @param images that were classified, at least 1
 * @param right how many of them got their class
 * @param accuracy {@code right / images}
 * @param low lower end of the interval
 * @param high upper end of the interval
 */
public record Accuracy(long images, long right, double accuracy, double low, double high) {
    /** Of counts. */
    public static Accuracy of(long right, long images, double confidence) {
        Interval interval = Proportion.interval(right, images, confidence);
        return new Accuracy(images, right, interval.estimate(), interval.low(), interval.high());
    }

    /** Of a classification. */
    public static Accuracy of(ClassOutcomes outcomes, double confidence) {
        long right = 0;
        for (boolean isRight : outcomes.isAmong(1)) {
            right += isRight ? 1 : 0;
        }
        return of(right, outcomes.samples(), confidence);
    }

    /** Fraction that is wrong. */
    public double error() {
        return 1 - accuracy;
    }
}
