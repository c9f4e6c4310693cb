package org.clipspark.model;

/** A number for each image of a batch that depends on the embedding of this image alone, such as a classifier's loss. */
@FunctionalInterface
public interface EmbeddingObjective {
    /**
     * Gradients of the numbers of some images.
     *
     * @param first place of the first of these images in the batch
     * @param embeddings {@code [images, E]}, rows of norm 1; to be read only
     * @param dEmbeddings {@code [images, E]}, zeros; filled with {@code d number / d embedding}, row by row
     */
    void gradients(int first, float[] embeddings, float[] dEmbeddings);
}
