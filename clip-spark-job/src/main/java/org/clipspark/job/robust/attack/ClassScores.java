package org.clipspark.job.robust.attack;

/** Logits of several images, {@code [N, classes]}, seen image by image; of classes that score the same the first wins. */
final class ClassScores {
    private final float[] logits;
    private final int classes;

    /** Scores in an array, which is kept. */
    ClassScores(float[] logits, int classes) {
        this.logits = logits;
        this.classes = classes;
    }

    boolean isRight(int row, int label) {
        float own = logits[row * classes + label];
        for (int c = 0; c < classes; c++) {
            float other = logits[row * classes + c];
            if (other > own || (other == own && c < label)) {
                return false;
            }
        }
        return true;
    }

    /** How far the right class is ahead of the best other one; negative if it is behind. */
    double margin(int row, int label) {
        double best = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < classes; c++) {
            if (c != label) {
                best = Math.max(best, logits[row * classes + c]);
            }
        }
        return logits[row * classes + label] - best;
    }

    /** Cross-entropy of the right class, in nats. */
    double loss(int row, int label) {
        double others = 0;
        double own = logits[row * classes + label];
        double greatest = greatest(row);
        for (int c = 0; c < classes; c++) {
            if (c != label) {
                others += Math.exp(logits[row * classes + c] - greatest);
            }
        }
        double right = Math.exp(own - greatest);
        // Of a sure answer the loss is all in the others: beside the 1 it would be rounded away.
        return right == 1 ? Math.log1p(others) : Math.log(others + right) - (own - greatest);
    }

    /** Gradient of the loss by the logits: the softmax, less 1 for the right class, which is minus the sum of the others. */
    double[] lossGradient(int row, int label) {
        double[] gradient = new double[classes];
        double greatest = greatest(row);
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            gradient[c] = Math.exp(logits[row * classes + c] - greatest);
            sum += gradient[c];
        }
        gradient[label] = 0;
        double others = 0;
        for (int c = 0; c < classes; c++) {
            gradient[c] /= sum;
            others += gradient[c];
        }
        gradient[label] = -others;
        return gradient;
    }

    private double greatest(int row) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < classes; c++) {
            greatest = Math.max(greatest, logits[row * classes + c]);
        }
        return greatest;
    }
}
