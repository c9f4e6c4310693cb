package org.clipspark.job.train;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Losses of the last stretches, by which a sudden rise is told from the usual ups and downs. */
final class LossHistory {
    private static final int LENGTH = 20;

    private final double limit;
    private final Deque<Double> losses = new ArrayDeque<>();

    /** A history that calls {@code limit} times the median a spike; 0 for never. */
    LossHistory(double limit) {
        this.limit = limit;
    }

    /** Whether one of these stretches is a spike; if none is, they become part of the history. */
    boolean spikes(List<StepRecord> stretches) {
        double median =
                losses.stream().sorted().skip(losses.size() / 2).findFirst().orElse(Double.POSITIVE_INFINITY);
        boolean spike = limit > 0 && stretches.stream().anyMatch(stretch -> stretch.loss() > limit * median);
        if (!spike) {
            stretches.forEach(stretch -> losses.add(stretch.loss()));
            while (losses.size() > LENGTH) {
                losses.remove();
            }
        }
        return spike;
    }
}
