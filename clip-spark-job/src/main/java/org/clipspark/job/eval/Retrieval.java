package org.clipspark.job.eval;

import org.clipspark.job.eval.outcome.RetrievalOutcomes;

/**
 * Exact retrieval between images and texts. A candidate counts as earlier if it scores higher, or the same at a lower
 * index (open_clip's order of ties). An image can have several texts; then the earliest of them is its place. Memory does
 * not grow with images times texts.
 */
public final class Retrieval implements Evaluator {
    private final Embeddings texts;
    private final int[] textToImage;
    private final int chunk;

    /**
     * Prepares the measure.
     *
     * @param texts {@code [M, E]}
     * @param textToImage {@code [M]}, the image that each text belongs to
     * @throws IllegalArgumentException if there is no text or the lengths differ
     */
    public Retrieval(Embeddings texts, int[] textToImage) {
        this(texts, textToImage, SimilarityBlocks.COLUMNS);
    }

    /** As above, comparing {@code chunk} texts at a time: of use only to show that it does not change the result. */
    Retrieval(Embeddings texts, int[] textToImage, int chunk) {
        if (texts.rows() == 0 || texts.rows() != textToImage.length) {
            throw new IllegalArgumentException("Retrieval needs one image index per text and at least one text, got "
                    + textToImage.length + " for " + texts.rows() + " texts");
        }
        this.texts = texts;
        this.textToImage = textToImage.clone();
        this.chunk = chunk;
    }

    @Override
    public RetrievalResult evaluate(Embeddings images) {
        return RetrievalResult.of(outcomes(images));
    }

    /**
     * Ranks of single queries, of which {@link #evaluate} gives the sums.
     *
     * @param images {@code [N, E]}
     * @throws IllegalArgumentException as {@link #evaluate} does
     */
    public RetrievalOutcomes outcomes(Embeddings images) {
        images.checkSameWidth(texts, "Texts");
        checkIndices(images.rows());
        RetrievalRanks ranks = new RetrievalRanks(images, texts, textToImage);
        SimilarityBlocks blocks = new SimilarityBlocks(images, texts, chunk);
        blocks.forEachPanel(panel -> ranks.newPanel());
        return ranks.outcomes();
    }

    /** The text that comes first for an image: what a failed query found instead. */
    public int firstText(Embeddings images, int image) {
        images.checkSameWidth(texts, "Texts");
        int first = 0;
        for (int j = 1; j < texts.rows(); j++) {
            first = images.dot(image, texts, j) > images.dot(image, texts, first) ? j : first;
        }
        return first;
    }

    /** The image that comes first for a text. */
    public int firstImage(Embeddings images, int text) {
        images.checkSameWidth(texts, "Texts");
        int first = 0;
        for (int i = 1; i < images.rows(); i++) {
            first = images.dot(i, texts, text) > images.dot(first, texts, text) ? i : first;
        }
        return first;
    }

    private void checkIndices(int images) {
        for (int j = 0; j < textToImage.length; j++) {
            if (textToImage[j] < 0 || textToImage[j] >= images) {
                throw new IllegalArgumentException(
                        "Text " + j + " belongs to image " + textToImage[j] + ", but there are " + images + " images");
            }
        }
    }
}
