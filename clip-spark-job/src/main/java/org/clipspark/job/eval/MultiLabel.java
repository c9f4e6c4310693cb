package org.clipspark.job.eval;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.clipspark.job.eval.statistic.AveragePrecision;

/**
 * Classification of images that have any number of classes: each class ranks all images by their cosine with it, see {@link
 * AveragePrecision}. Images that score the same count together, so that their order does not matter.
 */
public final class MultiLabel implements Evaluator {
    private final Embeddings classifier;
    private final List<Set<Integer>> labels;

    /**
     * Prepares the measure.
     *
     * @param classifier {@code [classes, E]}, see {@link ZeroShot#classifier}
     * @param labels {@code [N]}, the classes of each image, none allowed
     * @throws IllegalArgumentException if there is no class or a label is out of range
     */
    public MultiLabel(Embeddings classifier, List<Set<Integer>> labels) {
        if (classifier.rows() == 0) {
            throw new IllegalArgumentException("Classification needs at least one class, got none");
        }
        for (int i = 0; i < labels.size(); i++) {
            for (int label : labels.get(i)) {
                if (label < 0 || label >= classifier.rows()) {
                    throw new IllegalArgumentException("Label " + label + " of image " + i + " is not one of the "
                            + classifier.rows() + " classes");
                }
            }
        }
        this.classifier = classifier;
        this.labels = labels.stream().map(Set::copyOf).toList();
    }

    @Override
    public MultiLabelResult evaluate(Embeddings images) {
        images.checkSameWidth(classifier, "Classes");
        if (images.rows() != labels.size()) {
            throw new IllegalArgumentException(images.rows() + " images, but labels of " + labels.size());
        }
        List<Double> precisions = IntStream.range(0, classifier.rows())
                .parallel()
                .mapToObj(label -> averagePrecision(images, label))
                .toList();
        double[] seen = precisions.stream()
                .mapToDouble(Double::doubleValue)
                .filter(value -> !Double.isNaN(value))
                .toArray();
        double mean = Arrays.stream(seen).average().orElse(Double.NaN);
        return new MultiLabelResult(labels.size(), seen.length, precisions, mean);
    }

    private double averagePrecision(Embeddings images, int label) {
        float[] scores = new float[images.rows()];
        boolean[] relevant = new boolean[images.rows()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = images.dot(i, classifier, label);
            relevant[i] = labels.get(i).contains(label);
        }
        return AveragePrecision.of(scores, relevant);
    }
}
