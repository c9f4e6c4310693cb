package org.clipspark.model.compute;

/**
 * Sizes of one multi-head self-attention.
 *
 * @param batch number of sequences, {@code B}
 * @param tokens length of each sequence, {@code T}
 * @param heads number of heads, {@code H}
 * @param headWidth width of one head; the model width is {@code D = H * headWidth}
 * @param mask which tokens a token may look at
 */
public record AttentionShape(int batch, int tokens, int heads, int headWidth, Mask mask) {
    /** Which tokens a token may look at. */
    public enum Mask {
        /** All of them. */
        NONE,
        /** Itself and those before it. */
        CAUSAL
    }

    /** Checks that every size is positive. */
    public AttentionShape {
        if (batch < 1 || tokens < 1 || heads < 1 || headWidth < 1) {
            throw new IllegalArgumentException("Attention sizes must be positive, got batch=" + batch + " tokens="
                    + tokens + " heads=" + heads + " headWidth=" + headWidth);
        }
    }

    /** Model width {@code D}. */
    public int width() {
        return heads * headWidth;
    }

    /** Rows {@code B * T} of the token matrix. */
    public long rows() {
        return (long) batch * tokens;
    }

    /** Shape {@code [B, H, T, T]} of the attention probabilities. */
    public Shape probabilities() {
        return Shape.of(batch, heads, tokens, tokens);
    }

    /** Shape {@code [B, H, T]} of the logarithms of each row's sum of exponentials, from which probabilities follow. */
    public Shape logSums() {
        return Shape.of(batch, heads, tokens);
    }
}
