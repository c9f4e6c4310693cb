package org.clipspark.model.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.AttentionShape;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.SequenceGroups;
import org.clipspark.model.compute.Tensor;

/** A stack of residual blocks, {@code prefix.resblocks.0} and following. */
public final class Transformer {
    private final Backend backend;
    private final TransformerConfig config;
    private final List<TransformerBlock> blocks = new ArrayList<>();
    private Activations activations = Activations.KEPT;
    private Optional<Passed> passed = Optional.empty();

    /** A forward pass, with the input of each block. */
    private record Passed(GroupedAttention attention, List<Tensor> inputs, Activations activations) {}

    /** Binds the parameters declared under that prefix. */
    public Transformer(Backend backend, ParameterSet parameters, String prefix, TransformerConfig config) {
        this.backend = backend;
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

    /** Says what becomes of the activations of the following passes; at first all stay. */
    public void keep(Activations chosen) {
        activations = chosen;
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
                new GroupedAttention(backend, sequences, config.heads(), config.width() / config.heads(), mask);
        List<Tensor> inputs = new ArrayList<>();
        Tensor result = x;
        for (TransformerBlock block : blocks) {
            inputs.add(result);
            Tensor out = arena.take(x.shape());
            long mark = arena.mark();
            block.forward(arena, attention, result, out);
            if (activations == Activations.RECOMPUTED) {
                arena.release(mark);
            }
            result = out;
        }
        passed = Optional.of(new Passed(attention, inputs, activations));
        return result;
    }

    /**
     * Turns the gradient of the output {@code [N, D]} into that of the input of a block; adds to the gradients of its
     * parameters and of those behind it.
     *
     * @param first number of that block, 0 for the whole stack
     */
    public void backwardInPlace(Arena arena, Tensor dx, int first) {
        Passed pass = passed.orElseThrow(() -> new IllegalStateException("No forward pass before the backward pass"));
        for (int layer = blocks.size() - 1; layer >= first; layer--) {
            TransformerBlock block = blocks.get(layer);
            long mark = arena.mark();
            if (pass.activations() == Activations.RECOMPUTED) {
                block.recall(arena, pass.attention(), pass.inputs().get(layer));
            }
            block.backwardInPlace(arena, dx);
            arena.release(mark);
        }
    }
}
