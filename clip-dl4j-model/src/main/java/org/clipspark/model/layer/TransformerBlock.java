package org.clipspark.model.layer;

import java.util.Optional;
import org.clipspark.model.compute.Activation;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.Tensor;

/**
 * Pre-norm residual block: {@code x += ls_1 * attention(ln_1(x)); x += ls_2 * mlp(ln_2(x))}, the factors with LayerScale
 * only, under open_clip's names below a prefix.
 */
final class TransformerBlock {
    /**
     * Activations of the feed-forward part are a quarter of a block's memory and one pass to have again. The wider the block
     * the smaller is that pass beside its products: a fiftieth of the step at 192 columns. Up to this width they are kept.
     */
    private static final int WIDEST_TO_KEEP_ACTIVATIONS = 256;

    private final Backend backend;
    private final Activation activation;
    private final LayerNorm norm1;
    private final Linear inProjection;
    private final BranchEnd outProjection;
    private final LayerNorm norm2;
    private final Linear expand;
    private final BranchEnd contract;
    private final boolean keepsActivations;
    private Optional<Saved> saved = Optional.empty();

    /** Tensors of the forward pass, by their place in the block. */
    private record Saved(
            GroupedAttention attention,
            Tensor normed1,
            Tensor qkv,
            Tensor kept,
            Tensor attended,
            Tensor middle,
            Tensor normed2,
            Tensor hidden,
            Optional<Tensor> activated) {}

    TransformerBlock(Backend backend, ParameterSet parameters, String prefix, TransformerConfig config) {
        this.backend = backend;
        this.activation = config.activation();
        this.norm1 = new LayerNorm(backend, parameters, prefix + ".ln_1", config.epsilon());
        this.inProjection =
                new Linear(backend, parameters, prefix + ".attn.in_proj_weight", prefix + ".attn.in_proj_bias");
        this.outProjection =
                new BranchEnd(backend, parameters, prefix + ".attn.out_proj", scaleName(config, prefix + ".ls_1"));
        this.norm2 = new LayerNorm(backend, parameters, prefix + ".ln_2", config.epsilon());
        this.expand = new Linear(backend, parameters, prefix + ".mlp.c_fc.weight", prefix + ".mlp.c_fc.bias");
        this.contract = new BranchEnd(backend, parameters, prefix + ".mlp.c_proj", scaleName(config, prefix + ".ls_2"));
        this.keepsActivations = config.width() <= WIDEST_TO_KEEP_ACTIVATIONS;
    }

    private static Optional<String> scaleName(TransformerConfig config, String prefix) {
        return config.layerScale().map(initial -> prefix + ".gamma");
    }

    static void declare(
            ParameterSet.Declarations declarations,
            String prefix,
            TransformerConfig config,
            TransformerInitials initials) {
        int width = config.width();
        int mlp = config.mlpWidth();
        LayerNorm.declare(declarations, prefix + ".ln_1", width);
        declarations
                .add(prefix + ".attn.in_proj_weight", initials.inProjection(), 3L * width, width)
                .add(prefix + ".attn.in_proj_bias", Initial.ZERO, 3L * width)
                .add(prefix + ".attn.out_proj.weight", initials.outProjection(), width, width)
                .add(prefix + ".attn.out_proj.bias", Initial.ZERO, width);
        declareScale(declarations, prefix + ".ls_1", config);
        LayerNorm.declare(declarations, prefix + ".ln_2", width);
        declarations
                .add(prefix + ".mlp.c_fc.weight", initials.expand(), mlp, width)
                .add(prefix + ".mlp.c_fc.bias", new Initial.Uniform(1 / Math.sqrt(width)), mlp)
                .add(prefix + ".mlp.c_proj.weight", initials.contract(), width, mlp)
                .add(prefix + ".mlp.c_proj.bias", new Initial.Uniform(1 / Math.sqrt(mlp)), width);
        declareScale(declarations, prefix + ".ls_2", config);
    }

    private static void declareScale(ParameterSet.Declarations declarations, String prefix, TransformerConfig config) {
        config.layerScale()
                .ifPresent(
                        initial -> declarations.add(prefix + ".gamma", new Initial.Constant(initial), config.width()));
    }

    /** {@code x [N, D]}, which must stay unchanged until the backward pass, to {@code out [N, D]}. */
    void forward(Arena arena, GroupedAttention attention, Tensor x, Tensor out) {
        Saved state = toHidden(arena, attention, x);
        contract.prepare(arena, state.middle());
        finish(arena, state, out);
    }

    /** Computes again what the backward pass needs of {@link #forward}. */
    void recall(Arena arena, GroupedAttention attention, Tensor x) {
        Saved state = toHidden(arena, attention, x);
        if (contract.isScaled()) {
            contract.prepare(arena, state.middle());
            long mark = arena.mark();
            finish(arena, state, arena.take(x.shape()));
            arena.release(mark);
        }
    }

    private Saved toHidden(Arena arena, GroupedAttention attention, Tensor x) {
        Tensor normed1 = norm1.forward(arena, x);
        Tensor qkv = inProjection.forward(arena, normed1);
        Tensor kept = arena.takeFloats(attention.kept());
        Tensor attended = arena.take(x.shape());
        attention.forward(qkv, kept, attended);
        outProjection.prepare(arena, x);
        Tensor middle = arena.take(x.shape());
        outProjection.forward(attended, x, middle);

        Tensor normed2 = norm2.forward(arena, middle);
        Tensor hidden = expand.forward(arena, normed2);
        Optional<Tensor> activated = keepsActivations ? Optional.of(activate(arena, hidden)) : Optional.empty();
        Saved state = new Saved(attention, normed1, qkv, kept, attended, middle, normed2, hidden, activated);
        saved = Optional.of(state);
        return state;
    }

    private void finish(Arena arena, Saved state, Tensor out) {
        long mark = arena.mark();
        contract.forward(activated(arena, state), state.middle(), out);
        arena.release(mark);
    }

    private Tensor activated(Arena arena, Saved state) {
        return state.activated().orElseGet(() -> activate(arena, state.hidden()));
    }

    private Tensor activate(Arena arena, Tensor hidden) {
        Tensor activated = arena.take(hidden.shape());
        backend.activation(activation, hidden, activated);
        return activated;
    }

    /** Turns {@code dx}, the gradient of the output, into that of the input. */
    void backwardInPlace(Arena arena, Tensor dx) {
        Saved state = saved.orElseThrow(() -> new IllegalStateException("No forward pass before the backward pass"));
        long mark = arena.mark();
        Tensor branch = arena.take(dx.shape());
        Tensor dNormed = arena.take(dx.shape());
        mlpBackward(arena, state, dx, dNormed);
        norm2.backward(dNormed, branch);
        backend.addScaledInPlace(1, branch, dx);
        attentionBackward(arena, state, dx, dNormed);
        norm1.backward(dNormed, branch);
        backend.addScaledInPlace(1, branch, dx);
        arena.release(mark);
    }

    private void mlpBackward(Arena arena, Saved state, Tensor dy, Tensor dNormed) {
        long mark = arena.mark();
        Tensor dHidden = arena.take(state.hidden().shape());
        contract.backward(arena, activated(arena, state), dy, dHidden);
        backend.activationBackward(activation, state.hidden(), dHidden, dHidden);
        expand.backward(state.normed2(), dHidden, dNormed);
        arena.release(mark);
    }

    private void attentionBackward(Arena arena, Saved state, Tensor dy, Tensor dNormed) {
        long mark = arena.mark();
        Tensor dAttended = arena.take(dy.shape());
        outProjection.backward(arena, state.attended(), dy, dAttended);
        Tensor scratch = arena.takeFloats(state.attention().kept());
        Tensor dQkv = arena.take(state.qkv().shape());
        state.attention().backward(state.qkv(), state.kept(), state.attended(), dAttended, scratch, dQkv);
        inProjection.backward(state.normed1(), dQkv, dNormed);
        arena.release(mark);
    }
}
