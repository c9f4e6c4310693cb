package org.clipspark.job.eval;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.clipspark.job.eval.outcome.RetrievalOutcomes;

/** Counts, for every image and every text, the candidates that come before its own. */
final class RetrievalRanks {
    private static final int NONE = -1;

    private final int[] textToImage;
    /** The earliest text of each image, {@link #NONE} for an image without one. */
    private final int[] bestText;
    /** {@code [M]}, score of each text with its image. */
    private final float[] own;

    // Panels split the texts among threads: what belongs to an image is added from several, what belongs to a text is
    // not.
    private final AtomicIntegerArray imageAhead;
    private final AtomicIntegerArray imageTied;
    private final int[] textAhead;
    private final int[] textTied;

    RetrievalRanks(Embeddings images, Embeddings texts, int[] textToImage) {
        this.textToImage = textToImage;
        this.bestText = new int[images.rows()];
        this.own = new float[texts.rows()];
        this.imageAhead = new AtomicIntegerArray(images.rows());
        this.imageTied = new AtomicIntegerArray(images.rows());
        this.textAhead = new int[texts.rows()];
        this.textTied = new int[texts.rows()];
        Arrays.fill(bestText, NONE);
        for (int j = 0; j < own.length; j++) {
            int image = textToImage[j];
            own[j] = images.dot(image, texts, j);
            if (bestText[image] == NONE || own[j] > own[bestText[image]]) {
                bestText[image] = j;
            }
        }
    }

    /** Consumer of one panel: of all images and some of the texts. */
    SimilarityBlocks.RowConsumer newPanel() {
        return (image, first, products, count) -> {
            rankImages(image, first, products, count);
            if (bestText[image] != NONE) {
                rankTexts(image, first, products, count);
            }
        };
    }

    RetrievalOutcomes outcomes() {
        int[] queries = IntStream.range(0, bestText.length)
                .filter(image -> bestText[image] != NONE)
                .toArray();
        return new RetrievalOutcomes(
                bestText.length,
                new RetrievalOutcomes.Queries(
                        queries,
                        Arrays.stream(queries).map(imageAhead::get).toArray(),
                        Arrays.stream(queries).map(imageTied::get).toArray()),
                new RetrievalOutcomes.Queries(textToImage.clone(), textAhead, textTied));
    }

    /** The image as a candidate of every text in the panel. */
    private void rankImages(int image, int first, float[] products, int count) {
        for (int j = 0; j < count; j++) {
            float score = products[j];
            int text = first + j;
            if (score > own[text]) {
                textAhead[text]++;
            } else if (score == own[text] && image != textToImage[text]) {
                textTied[text]++;
                textAhead[text] += image < textToImage[text] ? 1 : 0;
            }
        }
    }

    /** The panel's texts as candidates of the image. */
    private void rankTexts(int image, int first, float[] products, int count) {
        int best = bestText[image];
        float score = own[best];
        int ahead = 0;
        int tied = 0;
        for (int j = 0; j < count; j++) {
            if (products[j] > score) {
                ahead++;
            } else if (products[j] == score && textToImage[first + j] != image) {
                tied++;
                ahead += first + j < best ? 1 : 0;
            }
        }
        imageAhead.addAndGet(image, ahead);
        imageTied.addAndGet(image, tied);
    }
}
