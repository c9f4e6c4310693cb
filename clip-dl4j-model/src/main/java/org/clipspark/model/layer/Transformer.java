package org.clipspark.model.layer;

import java.util.ArrayList;
import java.util.List;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.AttentionShape;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.SequenceGroups;
import org.clipspark.model.compute.Tensor;

/** A stack of residual blocks, {@code prefix.resblocks.0} and following. */
public final class Transformer {
    private final TransformerConfig config;
    private final List<TransformerBlock> blocks = new ArrayList<>();

    /** Binds the parameters declared under that prefix. */
    public Transformer(Backend backend, ParameterSet parameters, String prefix, TransformerConfig config) {
        this.config = config;
        for (int layer = 0; layer < config.layers(); layer++) {
            blocks.add(new TransformerBlock(backend, parameters, block(prefix, layer), config));
        }
    }

    /** Declares the parameters of all blocks. */
    public static void declare(
            ParameterSet.Declarations declarations,
            String prefix,
            TransformerConfig config,
            TransformerInitials initials) {
        for (int layer = 0; layer < config.layers(); layer++) {
            TransformerBlock.declare(declarations, block(prefix, layer), config, initials);
        }
    }

    private static String block(String prefix, int layer) {
        return prefix + ".resblocks." + layer;
    }

    /**
     * Runs all blocks.
     *
     * @param sequences which rows of {@code x} belong together
     * @param x {@code [N, D]}, a row per token
     * @return {@code [N, D]}
     */
    public Tensor forward(Arena arena, SequenceGroups sequences, AttentionShape.Mask mask, Tensor x) {
        GroupedAttention attention =
                new GroupedAttention(sequences, config.heads(), config.width() / config.heads(), mask);
        Tensor result = x;
        for (TransformerBlock block : blocks) {
            result = block.forward(arena, attention, result);
        }
        return result;
    }

    /**
     * Turns the gradient of the output {@code [N, D]} into that of the input of a block; adds to the gradients of its
     * parameters and of those behind it.
     *
     * @param first number of that block, 0 for the whole stack
     */
    public void backwardInPlace(Arena arena, Tensor dx, int first) {
        for (int layer = blocks.size() - 1; layer >= first; layer--) {
            blocks.get(layer).backwardInPlace(arena, dx);
        }
    }
}
