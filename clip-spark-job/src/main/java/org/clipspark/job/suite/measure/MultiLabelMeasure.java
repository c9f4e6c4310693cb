package org.clipspark.job.suite.measure;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.clipspark.job.embed.EmbeddedSet;
import org.clipspark.job.eval.Embeddings;
import org.clipspark.job.eval.MultiLabel;
import org.clipspark.job.eval.MultiLabelResult;
import org.clipspark.job.suite.cell.Findings;
import org.clipspark.job.suite.cell.Measured;

/** Zero-shot classification of images that have any number of classes: mean average precision. */
public final class MultiLabelMeasure implements TaskMeasure {
    private final Embeddings classifier;
    private final Map<String, Set<Integer>> labels;

    /**
     * Prepares the measure.
     *
     * @param classifier {@code [classes, E]}
     * @param labels classes of each image by key
     */
    public MultiLabelMeasure(Embeddings classifier, Map<String, Set<Integer>> labels) {
        this.classifier = classifier;
        this.labels = Map.copyOf(labels);
    }

    @Override
    public Measured of(EmbeddedSet set) {
        for (String key : set.keys()) {
            if (!labels.containsKey(key)) {
                throw new IllegalArgumentException(
                        "labelsFile has no row '" + key + "': give it an empty list if it has no class");
            }
        }
        List<Set<Integer>> own = set.keys().stream()
                .map(key -> labels.getOrDefault(key, Set.of()))
                .toList();
        MultiLabelResult result = new MultiLabel(classifier, own).evaluate(set.images());
        return new Measured(
                Map.of("mean_average_precision", result.meanAveragePrecision()),
                Map.of(),
                Map.of(),
                result.samples(),
                Findings.NONE,
                List.of());
    }
}
