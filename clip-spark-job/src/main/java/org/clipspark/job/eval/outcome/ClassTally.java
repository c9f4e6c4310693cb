package org.clipspark.job.eval.outcome;

import java.util.Arrays;

/**
 * What the scores of some of the classes say of each image; parts are joined in the order of their classes, which makes the
 * result the same for any number of threads.
 */
public final class ClassTally {
    private final int[] labels;
    private final double scale;
    private final int[] ahead;
    private final int[] best;
    private final double[] bestScore;
    // Sums over classes of e^(logit - highest logit so far), and of its square.
    private final double[] sums;
    private final double[] squares;
    private final double[] ownScore;

    /**
     * Nothing seen yet.
     *
     * @param labels {@code [N]}, the class of each image; kept, not copied
     * @param scale factor between score and logit
     */
    public ClassTally(int[] labels, double scale) {
        this.labels = labels;
        this.scale = scale;
        this.ahead = new int[labels.length];
        this.best = new int[labels.length];
        this.bestScore = new double[labels.length];
        this.sums = new double[labels.length];
        this.squares = new double[labels.length];
        this.ownScore = new double[labels.length];
        Arrays.fill(bestScore, Double.NEGATIVE_INFINITY);
    }

    /**
     * Takes scores of one image with consecutive classes; calls for one image go by rising classes.
     *
     * @param image its number
     * @param first class of {@code scores[0]}
     * @param scores read, not kept
     * @param count of scores that count
     * @param own score of the image with its own class
     */
    public void add(int image, int first, float[] scores, int count, float own) {
        int label = labels[image];
        double highest = bestScore[image];
        double sum = sums[image];
        double square = squares[image];
        for (int j = 0; j < count; j++) {
            float score = scores[j];
            ahead[image] += score > own || (score == own && first + j < label) ? 1 : 0;
            if (score > highest) {
                double shrink = Math.exp(scale * (highest - score));
                sum = sum * shrink + 1;
                square = square * shrink * shrink + 1;
                highest = score;
                best[image] = first + j;
            } else {
                double term = Math.exp(scale * (score - highest));
                sum += term;
                square += term * term;
            }
        }
        bestScore[image] = highest;
        sums[image] = sum;
        squares[image] = square;
        ownScore[image] = own;
    }

    /** Joins what was seen of later classes to this. */
    public void append(ClassTally later) {
        for (int i = 0; i < labels.length; i++) {
            ahead[i] += later.ahead[i];
            double highest = Math.max(bestScore[i], later.bestScore[i]);
            double shrink = Math.exp(scale * (bestScore[i] - highest));
            double laterShrink = Math.exp(scale * (later.bestScore[i] - highest));
            sums[i] = sums[i] * shrink + later.sums[i] * laterShrink;
            squares[i] = squares[i] * shrink * shrink + later.squares[i] * laterShrink * laterShrink;
            best[i] = later.bestScore[i] > bestScore[i] ? later.best[i] : best[i];
            bestScore[i] = highest;
        }
    }

    /**
     * The outcomes, after all classes were seen.
     *
     * @param classes how many there are
     */
    public ClassOutcomes outcomes(int classes) {
        double[] logits = new double[labels.length];
        double[] confidences = new double[labels.length];
        double[] likelihoods = new double[labels.length];
        double[] briers = new double[labels.length];
        for (int i = 0; i < labels.length; i++) {
            logits[i] = scale * bestScore[i];
            confidences[i] = 1 / sums[i];
            likelihoods[i] = Math.log(sums[i]) - scale * (ownScore[i] - bestScore[i]);
            briers[i] = 1 - 2 * Math.exp(-likelihoods[i]) + squares[i] / (sums[i] * sums[i]);
        }
        return new ClassOutcomes(
                classes,
                new ClassOutcomes.Choices(labels.clone(), ahead.clone(), best.clone()),
                new ClassOutcomes.Probabilities(logits, confidences, likelihoods, briers));
    }
}
