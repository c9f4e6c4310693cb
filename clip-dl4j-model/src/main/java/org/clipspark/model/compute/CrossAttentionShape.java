package org.clipspark.model.compute;

/**
 * Sizes of one multi-head attention of queries to other tokens.
 *
 * @param batch number of sequences, {@code B}
 * @param queries queries of each sequence, {@code Q}
 * @param tokens keys and values of each sequence, {@code T}
 * @param heads number of heads, {@code H}
 * @param headWidth width of one head; the model width is {@code D = H * headWidth}
 */
public record CrossAttentionShape(int batch, int queries, int tokens, int heads, int headWidth) {
    /** Checks that every size is positive. */
    public CrossAttentionShape {
        if (batch < 1 || queries < 1 || tokens < 1 || heads < 1 || headWidth < 1) {
            throw new IllegalArgumentException("Attention sizes must be positive, got batch=" + batch + " queries="
                    + queries + " tokens=" + tokens + " heads=" + heads + " headWidth=" + headWidth);
        }
    }

    /** Model width {@code D}. */
    public int width() {
        return heads * headWidth;
    }

    /** Shape {@code [B, H, Q, T]} of the attention probabilities. */
    public Shape probabilities() {
        return Shape.of(batch, heads, queries, tokens);
    }

    /** Shape {@code [B, H, Q]} of the logarithms of each row's sum of exponentials, from which probabilities follow. */
    public Shape logSums() {
        return Shape.of(batch, heads, queries);
    }
}
