package org.clipspark.model.encoder;

import java.util.Optional;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.Shape;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.compute.Transpose;
import org.clipspark.model.layer.LayerNorm;
import org.clipspark.model.layer.ParameterSet;

/**
 * End of a tower: one token of each sequence, layer normalisation, projection without bias. Normalising only the chosen
 * rows gives what open_clip gets from normalising all and choosing then.
 */
final class PooledProjection {
    private final Backend backend;
    private final LayerNorm norm;
    private final Tensor projection;
    private final Tensor projectionGradient;
    private Optional<Saved> saved = Optional.empty();

    private record Saved(Tensor rows, Shape tokens, Tensor normed) {}

    PooledProjection(Backend backend, ParameterSet parameters, LayerNorm norm, String projectionName) {
        this.backend = backend;
        this.norm = norm;
        this.projection = parameters.value(projectionName);
        this.projectionGradient = parameters.gradient(projectionName);
    }

    /** {@code x [B*T, D]}, {@code rows [B]} to {@code [B, E]}. */
    Tensor forward(Arena arena, Tensor x, Tensor rows) {
        long width = projection.shape().dimension(0);
        Tensor pooled = arena.take(rows.size(), width);
        backend.gatherRows(x, rows, pooled);
        Tensor normed = norm.forward(arena, pooled);
        Tensor out = arena.take(rows.size(), projection.shape().dimension(1));
        backend.matmul(Transpose.NO, normed, Transpose.NO, projection, 1, 0, out);
        saved = Optional.of(new Saved(rows, x.shape(), normed));
        return out;
    }

    /** {@code dOut [B, E]} to the gradient {@code [B*T, D]} of all tokens. */
    Tensor backward(Arena arena, Tensor dOut) {
        Saved state = saved.orElseThrow(() -> new IllegalStateException("No forward pass before the backward pass"));
        backend.matmul(Transpose.YES, state.normed(), Transpose.NO, dOut, 1, 1, projectionGradient);
        Tensor dTokens = arena.take(state.tokens());
        long mark = arena.mark();
        Tensor dNormed = arena.take(state.normed().shape());
        backend.matmul(Transpose.NO, dOut, Transpose.YES, projection, 1, 0, dNormed);
        Tensor dPooled = arena.take(state.normed().shape());
        norm.backward(dNormed, dPooled);
        backend.fill(dTokens, 0);
        backend.scatterAddRows(dPooled, state.rows(), dTokens);
        arena.release(mark);
        return dTokens;
    }
}
