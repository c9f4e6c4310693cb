package org.clipspark.job.suite.measure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clipspark.job.embed.EmbeddedSet;
import org.clipspark.job.eval.Embeddings;
import org.clipspark.job.eval.ZeroShot;
import org.clipspark.job.eval.outcome.ClassOutcomes;
import org.clipspark.job.eval.statistic.Detection;
import org.clipspark.job.suite.cell.Findings;
import org.clipspark.job.suite.cell.Measured;

/**
 * Detection of images that are of none of the classes, by the probability of the most probable class (Hendrycks and Gimpel,
 * 2017).
 */
public final class OutlierMeasure implements TaskMeasure {
    private final Embeddings classifier;
    private final EmbeddedSet outliers;

    /**
     * Prepares the measure.
     *
     * @param classifier {@code [classes, E]}
     * @param outliers images of none of the classes
     */
    public OutlierMeasure(Embeddings classifier, EmbeddedSet outliers) {
        this.classifier = classifier;
        this.outliers = outliers;
    }

    @Override
    public Measured of(EmbeddedSet set) {
        Detection detection = Detection.of(confidences(set.images()), confidences(outliers.images()));
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("auroc", detection.auroc());
        metrics.put("aupr_in", detection.auprKnown());
        metrics.put("aupr_out", detection.auprOther());
        metrics.put("fpr@95", detection.fprAt95());
        int known = set.images().rows();
        int other = outliers.images().rows();
        Map<String, Double> chance = new LinkedHashMap<>();
        chance.put("auroc", 1.0 / 2);
        chance.put("aupr_in", (double) known / (known + other));
        chance.put("aupr_out", (double) other / (known + other));
        return new Measured(metrics, Map.of(), chance, (long) known + other, Findings.NONE, List.of());
    }

    /** The labels have no part in it: any will do. */
    private double[] confidences(Embeddings images) {
        ClassOutcomes outcomes = new ZeroShot(classifier, new int[images.rows()]).outcomes(images);
        return outcomes.confidences();
    }
}
