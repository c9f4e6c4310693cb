package org.clipspark.job.eval;

/** The softmax contrastive loss of embeddings: what training minimises, measured where nothing is learnt. */
public final class PairLoss {
    private PairLoss() {}

    /**
     * Mean over batches of consecutive pairs of the symmetric cross entropy, each pair weighing the same; a last batch of
     * one pair, which has no wrong partner, is left out unless it is the only one.
     *
     * @param images {@code [N, E]}
     * @param texts {@code [M, E]}
     * @param textOfImage {@code [N]}: row of the text that belongs to each image
     * @param scale factor on the cosine similarities
     * @param batchSize pairs that are compared with each other, at least 2
     * @return in nats; 0 without pairs
     */
    public static double mean(Embeddings images, Embeddings texts, int[] textOfImage, double scale, int batchSize) {
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
                sum += size * batch(images, texts, textOfImage, scale, from, size);
                pairs += size;
            }
        }
        return pairs == 0 ? 0 : sum / pairs;
    }

    private static double batch(
            Embeddings images, Embeddings texts, int[] textOfImage, double scale, int from, int size) {
        double[][] logits = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                logits[i][j] = scale * dot(images, from + i, texts, textOfImage[from + j]);
            }
        }
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
