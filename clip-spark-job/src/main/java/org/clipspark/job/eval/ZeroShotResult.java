package org.clipspark.job.eval;

import java.util.LinkedHashMap;
import java.util.Map;
import org.clipspark.job.eval.outcome.ClassOutcomes;

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
    private static final int TOP = 5;

    /** Sums up single images. */
    public static ZeroShotResult of(ClassOutcomes outcomes) {
        long[] seen = new long[outcomes.classes()];
        long[] right = new long[outcomes.classes()];
        long inTop = 0;
        for (int i = 0; i < outcomes.samples(); i++) {
            seen[outcomes.label(i)]++;
            right[outcomes.label(i)] += outcomes.rank(i) == 0 ? 1 : 0;
            inTop += outcomes.rank(i) < TOP ? 1 : 0;
        }
        int classesSeen = 0;
        long correct = 0;
        double recalls = 0;
        for (int c = 0; c < seen.length; c++) {
            if (seen[c] > 0) {
                classesSeen++;
                correct += right[c];
                recalls += (double) right[c] / seen[c];
            }
        }
        int samples = outcomes.samples();
        double top5 = seen.length < TOP ? Double.NaN : (double) inTop / samples;
        return new ZeroShotResult(
                samples, seen.length, classesSeen, (double) correct / samples, top5, recalls / classesSeen);
    }

    @Override
    public Map<String, Double> values() {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("zeroshot_top1", top1);
        values.put("zeroshot_top5", top5);
        values.put("mean_per_class_recall", meanPerClassRecall);
        return values;
    }
}
