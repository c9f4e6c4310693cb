package org.clipspark.model.layer;

import java.util.Optional;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.CrossAttentionShape;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.compute.VariantOperations.CrossAttentionBackward;

/** Attention of queries to other tokens, without projections: what the poolers by attention have in common. */
final class CrossAttention {
    private final Backend backend;
    private Optional<Saved> saved = Optional.empty();

    private record Saved(CrossAttentionShape shape, Tensor q, Tensor k, Tensor v, Tensor kept, Tensor attended) {}

    /** Gradients of the projected queries, keys and values. */
    record Gradients(Tensor dq, Tensor dk, Tensor dv) {}

    CrossAttention(Backend backend) {
        this.backend = backend;
    }

    /** {@code q [B*Q, D]}, {@code k, v [B*T, D]} to {@code [B*Q, D]}. */
    Tensor forward(Arena arena, CrossAttentionShape shape, Tensor q, Tensor k, Tensor v) {
        Tensor kept = arena.takeFloats(backend.variants().crossAttentionKept(shape));
        Tensor attended = arena.take(q.shape());
        backend.variants().crossAttention(shape, q, k, v, kept, attended);
        saved = Optional.of(new Saved(shape, q, k, v, kept, attended));
        return attended;
    }

    /** {@code dAttended [B*Q, D]} to the gradients of what went in. */
    Gradients backward(Arena arena, Tensor dAttended) {
        Saved state = saved.orElseThrow(() -> new IllegalStateException("No forward pass before the backward pass"));
        Gradients gradients = new Gradients(
                arena.take(state.q().shape()),
                arena.take(state.k().shape()),
                arena.take(state.v().shape()));
        long mark = arena.mark();
        backend.variants()
                .crossAttentionBackward(new CrossAttentionBackward(
                        state.shape(),
                        state.q(),
                        state.k(),
                        state.v(),
                        state.kept(),
                        state.attended(),
                        dAttended,
                        arena.takeFloats(state.kept().shape()),
                        gradients.dq(),
                        gradients.dk(),
                        gradients.dv()));
        arena.release(mark);
        return gradients;
    }
}
