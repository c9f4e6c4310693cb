package org.clipspark.job.eval;

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
        images.checkSameWidth(texts, "Texts");
        checkIndices(images.rows());
        RetrievalRanks ranks = new RetrievalRanks(images, texts, textToImage);
        SimilarityBlocks blocks = new SimilarityBlocks(images, texts, chunk);
        blocks.forEachPanel(panel -> ranks.newPanel());
        return ranks.result();
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
