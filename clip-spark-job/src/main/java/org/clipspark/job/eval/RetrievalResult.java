package org.clipspark.job.eval;

import java.util.LinkedHashMap;
import java.util.Map;
import org.clipspark.job.eval.outcome.RetrievalOutcomes;

/**
 * Retrieval in both directions.
 *
 * @param imageToText each image that has a text ranks all texts; the best place of its own texts counts
 * @param textToImage each text ranks all images
 */
public record RetrievalResult(RankMetrics imageToText, RankMetrics textToImage) implements EvaluationResult {
    /** Sums up single queries. */
    public static RetrievalResult of(RetrievalOutcomes outcomes) {
        RetrievalOutcomes.Queries images = outcomes.imageToText();
        RetrievalOutcomes.Queries texts = outcomes.textToImage();
        return new RetrievalResult(
                RankMetrics.of(images.ranks(), images.tied(), outcomes.texts()),
                RankMetrics.of(texts.ranks(), texts.tied(), outcomes.images()));
    }

    @Override
    public Map<String, Double> values() {
        Map<String, Double> values = new LinkedHashMap<>();
        put(values, "image_to_text_", imageToText);
        put(values, "text_to_image_", textToImage);
        return values;
    }

    private static void put(Map<String, Double> values, String prefix, RankMetrics metrics) {
        values.put(prefix + "r1", metrics.r1());
        values.put(prefix + "r5", metrics.r5());
        values.put(prefix + "r10", metrics.r10());
        values.put(prefix + "mean_rank", metrics.meanRank());
        values.put(prefix + "median_rank", metrics.medianRank());
        values.put(prefix + "ties", (double) metrics.ties());
    }
}
