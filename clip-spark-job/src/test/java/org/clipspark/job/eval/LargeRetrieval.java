package org.clipspark.job.eval;

import java.util.Random;
import org.clipspark.job.eval.outcome.RetrievalOutcomes;

/** Retrieval of 20,000 images and 20,000 texts, as a program of its own. Ends with exit code 0 if all ranks are right. */
final class LargeRetrieval {
    static final int ROWS = 20_000;
    private static final int WIDTH = 64;
    /** Every thousandth pair is planted apart from all others. */
    private static final int PLANTED_EVERY = 1000;

    private static final int WRONG = 3;

    private LargeRetrieval() {}

    public static void main(String[] arguments) {
        Random random = new Random(17);
        float[] images = new float[ROWS * WIDTH];
        float[] texts = new float[ROWS * WIDTH];
        for (int i = 0; i < images.length; i++) {
            images[i] = (float) random.nextGaussian();
            texts[i] = (float) random.nextGaussian();
        }
        int[] own = new int[ROWS];
        for (int row = 0; row < ROWS; row++) {
            own[row] = row;
            if (row % PLANTED_EVERY == 0) {
                System.arraycopy(images, row * WIDTH, texts, row * WIDTH, WIDTH);
            }
        }
        RetrievalOutcomes outcomes =
                new Retrieval(Embeddings.normalised(texts, WIDTH), own).outcomes(Embeddings.normalised(images, WIDTH));
        long strangers = 0;
        for (int row = 0; row < ROWS; row++) {
            boolean isPlanted = row % PLANTED_EVERY == 0;
            if (isPlanted
                    && (outcomes.imageToText().rank(row) != 0
                            || outcomes.textToImage().rank(row) != 0)) {
                System.exit(WRONG);
            }
            strangers += isPlanted ? 0 : outcomes.textToImage().rank(row);
        }
        // Pairs that do not belong together are found in the middle of the ranking, on average.
        double mean = (double) strangers / (ROWS - ROWS / PLANTED_EVERY);
        System.exit(Math.abs(mean / ROWS - 0.5) < 0.02 ? 0 : WRONG);
    }
}
