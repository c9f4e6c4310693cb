package org.clipspark.model.layer;

import org.clipspark.model.compute.CrossAttentionShape;

/**
 * Sizes of a pooling by attention.
 *
 * @param positions that are pooled, {@code P}
 * @param width of each, {@code D}
 * @param heads attention heads; divides {@code width}
 * @param outputs width of the result
 */
public record AttentionPoolConfig(int positions, int width, int heads, int outputs) {
    /** Checks the sizes. */
    public AttentionPoolConfig {
        if (positions < 1 || width < 1 || heads < 1 || outputs < 1 || width % heads != 0) {
            throw new IllegalArgumentException("Pooling by attention needs positive sizes and heads that divide the"
                    + " width, got positions=" + positions + " width=" + width + " heads=" + heads + " outputs="
                    + outputs);
        }
    }

    CrossAttentionShape attention(int batch) {
        return new CrossAttentionShape(batch, 1, positions + 1, heads, width / heads);
    }
}
