package org.clipspark.model.compute.cuda.kernel;

import org.clipspark.model.compute.AttentionShape;
import org.clipspark.model.compute.AttentionShape.Mask;
import org.clipspark.model.compute.CrossAttentionShape;
import org.clipspark.model.compute.cuda.device.Launch;
import org.clipspark.model.compute.cuda.device.LaunchShape;

/**
 * Sizes of one attention, as its kernels take them.
 *
 * @param batch number of sequences
 * @param queries of each
 * @param tokens keys and values of each
 * @param heads of the model
 * @param headWidth of each
 * @param queryStride elements from one query to the next
 * @param keyStride elements from one key, or value, to the next
 * @param causal whether a query sees only itself and what is before it
 */
record HeadSizes(
        int batch,
        int queries,
        int tokens,
        int heads,
        int headWidth,
        long queryStride,
        long keyStride,
        boolean causal) {
    /** Queries, keys and values side by side in each row. */
    static HeadSizes of(AttentionShape shape) {
        long stride = 3L * shape.width();
        return new HeadSizes(
                shape.batch(),
                shape.tokens(),
                shape.tokens(),
                shape.heads(),
                shape.headWidth(),
                stride,
                stride,
                shape.mask() == Mask.CAUSAL);
    }

    /** Each in a matrix of its own. */
    static HeadSizes of(CrossAttentionShape shape) {
        return new HeadSizes(
                shape.batch(),
                shape.queries(),
                shape.tokens(),
                shape.heads(),
                shape.headWidth(),
                shape.width(),
                shape.width(),
                false);
    }

    /** Heads of all sequences. */
    long allHeads() {
        return (long) batch * heads;
    }

    /** A block for each tile of that many of {@code length} rows, in each head. */
    LaunchShape tiles(int length, int tile, int threads) {
        return LaunchShape.of(allHeads() * ((length + tile - 1) / tile), threads);
    }

    /** Appends them to the arguments. */
    Launch appendTo(Launch launch) {
        return launch.int32(queries)
                .int32(tokens)
                .int32(heads)
                .int32(headWidth)
                .int64(queryStride)
                .int64(keyStride)
                .float32(1 / Math.sqrt(headWidth))
                .int32(causal ? 1 : 0);
    }
}
