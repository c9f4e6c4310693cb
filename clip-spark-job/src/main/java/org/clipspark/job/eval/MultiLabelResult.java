package org.clipspark.job.eval;

import java.util.List;
import java.util.Map;

/**
 * Classification of images that have any number of classes.
 *
 * @param samples images
 * @param classesSeen classes with at least one image
 * @param averagePrecision of each class, not a number for a class without images
 * @param meanAveragePrecision mean over the classes with images
 */
public record MultiLabelResult(
        long samples, int classesSeen, List<Double> averagePrecision, double meanAveragePrecision)
        implements EvaluationResult {
    /** Copies the list. */
    public MultiLabelResult {
        averagePrecision = List.copyOf(averagePrecision);
    }

    @Override
    public Map<String, Double> values() {
        return Map.of("mean_average_precision", meanAveragePrecision);
    }
}
