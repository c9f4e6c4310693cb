package org.clipspark.model.compute.cuda.kernel;

import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.cuda.device.CudaTensor;
import org.clipspark.model.compute.cuda.device.GpuCard;

/**
 * Which kernels compute an attention.
 *
 * @param onTensorCores whether they are those of {@code attention_tensor.cu} and its way back
 * @param suffix ends their names
 * @param tile rows of a head that a block owns
 * @param shared what a block asks for
 */
record AttentionPlan(boolean onTensorCores, String suffix, int tile, Shared shared) {
    private static final int TENSOR_TILE = 64;
    private static final int[] TENSOR_WIDTHS = {64, 80, 96, 112, 128};
    private static final int TENSOR_CAPABILITY = 8;
    private static final int NARROW = 64;
    private static final int NARROW_TILE = 32;
    private static final int WIDE = 160;
    private static final int WIDE_TILE = 16;

    /**
     * Dynamic shared memory.
     *
     * @param tile rows of a tile, 0 if a kernel has no dynamic shared memory
     * @param headWidth columns of a tile
     */
    record Shared(int tile, int headWidth) {
        /** Bytes for that many tiles of rows and squares of weights; each row has one element more, against conflicts. */
        int bytes(int tiles, int squares) {
            return (tiles * tile * (headWidth + 1) + squares * tile * (tile + 1)) * Float.BYTES;
        }
    }

    /**
     * By tensor cores where the numbers are bfloat16 and the card has cores for them.
     *
     * @throws IllegalArgumentException if heads are too wide
     */
    static AttentionPlan of(GpuCard card, CudaTensor q, int headWidth) {
        boolean halves = q.elementType() == ElementType.BFLOAT16;
        if (halves && card.major() >= TENSOR_CAPABILITY) {
            for (int width : TENSOR_WIDTHS) {
                if (headWidth <= width) {
                    return new AttentionPlan(true, "_" + width, TENSOR_TILE, new Shared(0, headWidth));
                }
            }
        }
        if (headWidth > WIDE) {
            throw new IllegalArgumentException(
                    "The cuda backend computes attention heads up to " + WIDE + " wide, got " + headWidth);
        }
        boolean narrow = headWidth <= NARROW;
        int tile = narrow ? NARROW_TILE : WIDE_TILE;
        String suffix = (narrow ? "_narrow" : "_wide") + (halves ? "_bf16" : "_f32");
        return new AttentionPlan(false, suffix, tile, new Shared(tile, headWidth));
    }

    /** The kernel of that part, such as {@code _keys}. */
    String kernel(String part) {
        return (onTensorCores ? "tensor_attention" : "attention") + part + suffix;
    }
}
