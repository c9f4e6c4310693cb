package org.clipspark.model.input;

/**
 * A batch of image-text pairs as a model reads it: row {@code i} of the images belongs to row {@code i} of the texts.
 * Whoever loads a batch writes into its arrays, and may do so again once the model is done with it.
 */
public final class ClipBatch {
    private final int size;
    private final int imageLength;
    private final int contextLength;
    private final float[] images;
    private final int[] texts;

    /**
     * Allocates a batch of zeros.
     *
     * @param size number of pairs, {@code B}, at least 1
     * @param imageLength floats per image, see {@link ImageTransform#length}
     * @param contextLength tokens per text, {@code T}
     * @throws IllegalArgumentException if a size is below 1 or the images exceed one array
     */
    public ClipBatch(int size, int imageLength, int contextLength) {
        if (size < 1 || imageLength < 1 || contextLength < 1) {
            throw new IllegalArgumentException("Batch sizes must be positive, got size=" + size + " imageLength="
                    + imageLength + " contextLength=" + contextLength);
        }
        if ((long) size * imageLength > Integer.MAX_VALUE || (long) size * contextLength > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("A batch of " + size + " with imageLength=" + imageLength
                    + " contextLength=" + contextLength + " exceeds one array");
        }
        this.size = size;
        this.imageLength = imageLength;
        this.contextLength = contextLength;
        images = new float[size * imageLength];
        texts = new int[size * contextLength];
    }

    /** Number of pairs, {@code B}. */
    public int size() {
        return size;
    }

    /** Floats per image. */
    public int imageLength() {
        return imageLength;
    }

    /** Tokens per text, {@code T}. */
    public int contextLength() {
        return contextLength;
    }

    /** The images themselves, {@code [B][imageLength]}, float32, normalised, in patch order. */
    public float[] images() {
        return images;
    }

    /** The texts themselves, {@code [B][T]} token ids padded with 0. */
    public int[] texts() {
        return texts;
    }
}
