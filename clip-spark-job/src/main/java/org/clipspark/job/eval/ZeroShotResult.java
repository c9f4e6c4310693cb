package org.clipspark.job.eval;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Zero-shot classification of a validation set.
 *
 * @param samples images that were classified
 * @param classes classes to choose from
 * @param classesSeen classes with at least one image
 * @param top1 fraction whose highest-scoring class is theirs
 * @param top5 fraction whose class is among the five highest-scoring; not a number with fewer than five classes
 * @param meanPerClassRecall mean over the classes with images of the fraction of them classified right
 */
public record ZeroShotResult(
        long samples, int classes, int classesSeen, double top1, double top5, double meanPerClassRecall)
        implements EvaluationResult {
    @Override
    public Map<String, Double> values() {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("zeroshot_top1", top1);
        values.put("zeroshot_top5", top5);
        values.put("mean_per_class_recall", meanPerClassRecall);
        return values;
    }
}
