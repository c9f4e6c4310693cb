package org.clipspark.job.eval;

/** A contrastive loss of embeddings: what training minimises, measured where nothing is learnt. */
public final class PairLoss {
    private final BatchLoss loss;
    private final double scale;
    private final double bias;

    /** Mean loss per pair of a square matrix of logits. */
    private interface BatchLoss {
        double of(double[][] logits);
    }

    private PairLoss(BatchLoss loss, double scale, double bias) {
        this.loss = loss;
        this.scale = scale;
        this.bias = bias;
    }

    /**
     * The loss of that name, of logits {@code scale * similarity + bias}.
     *
     * @throws IllegalArgumentException if there is none; the message lists the names
     */
    public static PairLoss named(String name, double scale, double bias) {
        return switch (name) {
            case "softmax" -> new PairLoss(PairLoss::softmax, scale, bias);
            case "sigmoid" -> new PairLoss(PairLoss::sigmoid, scale, bias);
            default -> throw new IllegalArgumentException("Unknown loss '" + name + "' (expected: softmax, sigmoid)");
        };
    }

    /**
     * Mean over batches of consecutive pairs, each pair weighing the same; a last batch of one pair, which has no wrong
     * partner, is left out unless it is the only one.
     *
     * @param images {@code [N, E]}
     * @param texts {@code [M, E]}
     * @param textOfImage {@code [N]}: row of the text that belongs to each image
     * @param batchSize pairs that are compared with each other, at least 2
     * @return in nats; 0 without pairs
     */
    public double mean(Embeddings images, Embeddings texts, int[] textOfImage, int batchSize) {
        if (textOfImage.length != images.rows()) {
            throw new IllegalArgumentException(
                    "Each image needs a text, got " + textOfImage.length + " for " + images.rows() + " images");
        }
        if (batchSize < 2) {
            throw new IllegalArgumentException("batchSize must be at least 2, got " + batchSize);
        }
        double sum = 0;
        int pairs = 0;
        for (int from = 0; from < images.rows(); from += batchSize) {
            int size = Math.min(batchSize, images.rows() - from);
            if (size > 1 || from == 0) {
                sum += size * loss.of(logits(images, texts, textOfImage, from, size));
                pairs += size;
            }
        }
        return pairs == 0 ? 0 : sum / pairs;
    }

    private double[][] logits(Embeddings images, Embeddings texts, int[] textOfImage, int from, int size) {
        double[][] logits = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                logits[i][j] = scale * dot(images, from + i, texts, textOfImage[from + j]) + bias;
            }
        }
        return logits;
    }

    /** Cross entropy over rows and over columns. */
    private static double softmax(double[][] logits) {
        int size = logits.length;
        double loss = 0;
        double[] column = new double[size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                column[j] = logits[j][i];
            }
            loss += crossEntropy(logits[i], i) + crossEntropy(column, i);
        }
        return loss / (2 * size);
    }

    /** Binary cross entropy of every pair. */
    private static double sigmoid(double[][] logits) {
        double loss = 0;
        for (int i = 0; i < logits.length; i++) {
            for (int j = 0; j < logits.length; j++) {
                double margin = i == j ? logits[i][j] : -logits[i][j];
                // -log sigmoid(margin), by the exponential of a negative number only.
                loss += Math.max(-margin, 0) + Math.log1p(Math.exp(-Math.abs(margin)));
            }
        }
        return loss / logits.length;
    }

    private static double dot(Embeddings a, int rowA, Embeddings b, int rowB) {
        float[] x = a.values();
        float[] y = b.values();
        int startX = rowA * a.width();
        int startY = rowB * b.width();
        float sum = 0;
        for (int k = 0; k < a.width(); k++) {
            sum += x[startX + k] * y[startY + k];
        }
        return sum;
    }

    private static double crossEntropy(double[] logits, int right) {
        double maximum = Double.NEGATIVE_INFINITY;
        for (double logit : logits) {
            maximum = Math.max(maximum, logit);
        }
        double sum = 0;
        for (double logit : logits) {
            sum += Math.exp(logit - maximum);
        }
        return maximum + Math.log(sum) - logits[right];
    }
}
