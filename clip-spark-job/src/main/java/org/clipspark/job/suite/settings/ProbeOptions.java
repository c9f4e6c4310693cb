package org.clipspark.job.suite.settings;

import java.util.List;

/**
 * Section {@code probe}: logistic regression on the embeddings of the data set's rows for training.
 *
 * @param shots images of each class to learn from, one probe for each, the first of them is compared query by query; 0
 *     learns from all
 * @param validationShare of the rows learnt from that choose the weight decay, at least 0 and below 1; 0 for no weight decay
 * @param learningRate of Adam, above 0
 * @param epochs steps on all embeddings, at least 1
 * @param seed of the choice of images and of the first weights
 */
public record ProbeOptions(List<Integer> shots, double validationShare, double learningRate, int epochs, long seed) {
    /** Copies the list and checks the values. */
    public ProbeOptions {
        shots = List.copyOf(shots);
        if (shots.isEmpty()
                || shots.stream().anyMatch(count -> count < 0)
                || shots.stream().distinct().count() < shots.size()) {
            throw new IllegalArgumentException(
                    "probe.shots must be different numbers of images, 0 for all of them, got " + shots);
        }
        if (!(validationShare >= 0 && validationShare < 1)) {
            throw new IllegalArgumentException(
                    "probe.validationShare must be at least 0 and below 1, got " + validationShare);
        }
        if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY) || epochs < 1) {
            throw new IllegalArgumentException(
                    "probe needs learningRate above 0 and epochs at least 1, got " + learningRate + " and " + epochs);
        }
    }
}
