package org.clipspark.job.eval.outcome;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How each image of a classification came out. Probabilities are the softmax over all classes of the logits. Arrays that it
 * gives are copies, one value an image, in the order of the images.
 */
public final class ClassOutcomes {
    private final int classes;
    private final Choices choices;
    private final Probabilities probabilities;

    /** Which class. */
    static final class Choices {
        private final int[] labels;
        private final int[] ranks;
        private final int[] predicted;

        Choices(int[] labels, int[] ranks, int[] predicted) {
            this.labels = labels;
            this.ranks = ranks;
            this.predicted = predicted;
        }
    }

    /** How sure. */
    static final class Probabilities {
        private final double[] logits;
        private final double[] confidences;
        private final double[] negativeLogLikelihoods;
        private final double[] brierScores;

        Probabilities(double[] logits, double[] confidences, double[] negativeLogLikelihoods, double[] brierScores) {
            this.logits = logits;
            this.confidences = confidences;
            this.negativeLogLikelihoods = negativeLogLikelihoods;
            this.brierScores = brierScores;
        }
    }

    /**
     * Images of one class that were taken for another.
     *
     * @param label the right class
     * @param predicted the wrong one
     * @param images how many
     */
    public record Confusion(int label, int predicted, int images) {}

    ClassOutcomes(int classes, Choices choices, Probabilities probabilities) {
        this.classes = classes;
        this.choices = choices;
        this.probabilities = probabilities;
    }

    /**
     * The outcomes of logits.
     *
     * @param logits {@code [N, classes]}, row-major, finite
     * @param labels {@code [N]}, the class of each image
     * @throws IllegalArgumentException if the logits are no whole rows or not finite, or a label is out of range
     */
    public static ClassOutcomes of(float[] logits, int classes, int[] labels) {
        if (classes < 1 || logits.length != (long) labels.length * classes) {
            throw new IllegalArgumentException(logits.length + " logits do not make a row of " + classes
                    + " classes for each of " + labels.length + " images");
        }
        ClassTally tally = new ClassTally(labels.clone(), 1);
        for (int i = 0; i < labels.length; i++) {
            float[] row = Arrays.copyOfRange(logits, i * classes, (i + 1) * classes);
            if (labels[i] < 0 || labels[i] >= classes) {
                throw new IllegalArgumentException(
                        "Label " + labels[i] + " of image " + i + " is not one of the " + classes + " classes");
            }
            for (float logit : row) {
                if (!Float.isFinite(logit)) {
                    throw new IllegalArgumentException("Image " + i + " has a logit of " + logit);
                }
            }
            tally.add(i, 0, row, classes, row[labels[i]]);
        }
        return tally.outcomes(classes);
    }

    /** Images, {@code N}. */
    public int samples() {
        return choices.labels.length;
    }

    /** Classes to choose from. */
    public int classes() {
        return classes;
    }

    /** The right class. */
    public int label(int image) {
        return choices.labels[image];
    }

    /** Place of the right class, from 0; of equal classes the first comes earlier. */
    public int rank(int image) {
        return choices.ranks[image];
    }

    /** The class with the highest logit, the first of equal ones. */
    public int predicted(int image) {
        return choices.predicted[image];
    }

    /** The logit of {@link #predicted}. */
    public double logit(int image) {
        return probabilities.logits[image];
    }

    /** The right classes. */
    public int[] labels() {
        return choices.labels.clone();
    }

    /** For each image, whether its class is among the first {@code k}. */
    public boolean[] isAmong(int k) {
        boolean[] among = new boolean[samples()];
        for (int i = 0; i < among.length; i++) {
            among[i] = choices.ranks[i] < k;
        }
        return among;
    }

    /** For each image, 1 if its class is among the first {@code k}, otherwise 0. */
    public double[] hits(int k) {
        return Arrays.stream(choices.ranks)
                .mapToDouble(rank -> rank < k ? 1 : 0)
                .toArray();
    }

    /** Probabilities of the predicted classes: what {@code Calibration} and {@code Detection} take. */
    public double[] confidences() {
        return probabilities.confidences.clone();
    }

    /** In nats: minus the logarithm of the right class's probability. */
    public double[] negativeLogLikelihoods() {
        return probabilities.negativeLogLikelihoods.clone();
    }

    /** Brier scores: squared distance between probabilities and truth, summed over all classes; from 0 to 2. */
    public double[] brierScores() {
        return probabilities.brierScores.clone();
    }

    /** The most frequent confusions, most frequent first, then by class. */
    public List<Confusion> confusions(int most) {
        Map<Long, Integer> counts = new TreeMap<>();
        for (int i = 0; i < samples(); i++) {
            if (label(i) != predicted(i)) {
                counts.merge((long) label(i) * classes + predicted(i), 1, Integer::sum);
            }
        }
        return counts.entrySet().stream()
                .sorted(Comparator.comparingInt(entry -> -entry.getValue()))
                .limit(most)
                .map(entry -> new Confusion(
                        (int) (entry.getKey() / classes), (int) (entry.getKey() % classes), entry.getValue()))
                .toList();
    }
}
