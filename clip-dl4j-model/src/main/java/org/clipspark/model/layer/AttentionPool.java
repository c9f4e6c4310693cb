package org.clipspark.model.layer;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.CrossAttentionShape;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.Shape;
import org.clipspark.model.compute.Tensor;

/**
 * Pooling by attention (Radford et al. 2021): the mean of all positions, put before them, asks; all answer. Only that
 * one query is computed.
 */
public final class AttentionPool {
    private final Backend backend;
    private final AttentionPoolConfig config;
    private final Tensor positions;
    private final Tensor positionsGradient;
    private final Linear queries;
    private final Linear keys;
    private final Linear values;
    private final Linear projection;
    private final CrossAttention attention;
    private final Map<Integer, Tensor> firstRows = new HashMap<>();
    private Optional<Saved> saved = Optional.empty();

    private record Saved(int batch, Tensor tokens, Tensor first, Tensor attended) {}

    /** Binds the parameters declared under that name. */
    public AttentionPool(Backend backend, ParameterSet parameters, String name, AttentionPoolConfig config) {
        this.backend = backend;
        this.config = config;
        this.positions = parameters.value(name + ".positional_embedding");
        this.positionsGradient = parameters.gradient(name + ".positional_embedding");
        this.queries = linear(backend, parameters, name + ".q_proj");
        this.keys = linear(backend, parameters, name + ".k_proj");
        this.values = linear(backend, parameters, name + ".v_proj");
        this.projection = linear(backend, parameters, name + ".c_proj");
        this.attention = new CrossAttention(backend);
    }

    private static Linear linear(Backend backend, ParameterSet parameters, String name) {
        return new Linear(backend, parameters, name + ".weight", name + ".bias");
    }

    /** Declares the parameters. */
    public static void declare(ParameterSet.Declarations declarations, String name, AttentionPoolConfig config) {
        int width = config.width();
        Initial normal = new Initial.Normal(Math.pow(width, -0.5));
        Initial bias = new Initial.Uniform(Math.pow(width, -0.5));
        declarations.add(name + ".positional_embedding", normal, config.positions() + 1L, width);
        for (String part : new String[] {".k_proj", ".q_proj", ".v_proj"}) {
            declarations.add(name + part + ".weight", normal, width, width).add(name + part + ".bias", bias, width);
        }
        declarations
                .add(name + ".c_proj.weight", normal, config.outputs(), width)
                .add(name + ".c_proj.bias", bias, config.outputs());
    }

    /** {@code x [B*P, D]} to {@code [B, outputs]}. */
    public Tensor forward(Arena arena, Tensor x) {
        int batch = Math.toIntExact(x.size() / config.width() / config.positions());
        CrossAttentionShape shape = config.attention(batch);
        Tensor tokens = arena.take((long) batch * shape.tokens(), config.width());
        backend.featureMaps().prependMean(shape.tokens(), x, tokens);
        backend.addToEachInPlace(positions, tokens);
        Tensor first = arena.take(batch, config.width());
        backend.gatherRows(tokens, rowsOfMeans(batch), first);
        Tensor q = queries.forward(arena, first);
        Tensor k = keys.forward(arena, tokens);
        Tensor v = values.forward(arena, tokens);
        Tensor attended = attention.forward(arena, shape, q, k, v);
        saved = Optional.of(new Saved(batch, tokens, first, attended));
        return projection.forward(arena, attended);
    }

    private Tensor rowsOfMeans(int batch) {
        return firstRows.computeIfAbsent(batch, count -> {
            int[] rows = new int[count];
            for (int b = 0; b < count; b++) {
                rows[b] = b * (config.positions() + 1);
            }
            Tensor tensor = backend.allocate(ElementType.INT32, Shape.of(count));
            backend.write(tensor, 0, rows, 0, count);
            return tensor;
        });
    }

    /** {@code dOut [B, outputs]} to {@code dx [B*P, D]}, replaced; adds to the parameters' gradients. */
    public void backward(Arena arena, Tensor dOut, Tensor dx) {
        Saved state = saved.orElseThrow(() -> new IllegalStateException("No forward pass before the backward pass"));
        long mark = arena.mark();
        Tensor dAttended = arena.take(state.attended().shape());
        projection.backward(state.attended(), dOut, dAttended);
        CrossAttention.Gradients gradients = attention.backward(arena, dAttended);
        Tensor dTokens = arena.take(state.tokens().shape());
        projectionsBackward(arena, state, gradients, dTokens);
        backend.sumOfEach(dTokens, positionsGradient);
        backend.featureMaps().prependMeanBackward(config.positions() + 1, dTokens, dx);
        arena.release(mark);
    }

    private void projectionsBackward(Arena arena, Saved state, CrossAttention.Gradients gradients, Tensor dTokens) {
        keys.backward(state.tokens(), gradients.dk(), dTokens);
        Tensor ofValues = arena.take(dTokens.shape());
        values.backward(state.tokens(), gradients.dv(), ofValues);
        backend.addScaledInPlace(1, ofValues, dTokens);
        Tensor dFirst = arena.take(state.first().shape());
        queries.backward(state.first(), gradients.dq(), dFirst);
        backend.scatterAddRows(dFirst, rowsOfMeans(state.batch()), dTokens);
    }
}
