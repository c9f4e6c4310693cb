package org.clipspark.model.layer;

import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.CrossAttentionShape;
import org.clipspark.model.compute.Shape;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.compute.TokenRange;

/**
 * Learnt queries that attend to all tokens of a sequence (CoCa, Yu et al. 2022): {@code [B*T, C]} to {@code [B*Q, D]}.
 * Only the queries whose output is used are computed.
 */
public final class AttentionalPooler implements Stage {
    private final Backend backend;
    private final AttentionalPoolerConfig config;
    private final int tokens;
    private final TokenRange used;
    private final LayerNorm queryNorm;
    private final LayerNorm tokenNorm;
    private final Linear queryProjection;
    private final Linear keyProjection;
    private final Linear valueProjection;
    private final Linear outProjection;
    private final Tensor queries;
    private final Tensor queriesGradient;
    private final CrossAttention attention;
    private int batch;

    /**
     * Binds the parameters declared under that prefix.
     *
     * @param tokens length of each sequence
     * @param used the queries to compute, of all
     */
    public AttentionalPooler(
            Backend backend, ParameterSet parameters, AttentionalPoolerConfig config, int tokens, TokenRange used) {
        this.backend = backend;
        this.config = config;
        this.tokens = tokens;
        this.used = used;
        String prefix = config.prefix();
        this.queryNorm = new LayerNorm(backend, parameters, prefix + ".ln_q", AttentionalPoolerConfig.EPSILON);
        this.tokenNorm = new LayerNorm(backend, parameters, prefix + ".ln_k", AttentionalPoolerConfig.EPSILON);
        this.queryProjection = config.projection(backend, parameters, 0);
        this.keyProjection = config.projection(backend, parameters, 1);
        this.valueProjection = config.projection(backend, parameters, 2);
        this.outProjection =
                new Linear(backend, parameters, prefix + ".attn.out_proj.weight", prefix + ".attn.out_proj.bias");
        Shape shape = Shape.of(used.count(), config.width());
        long offset = (long) used.from() * config.width();
        this.queries = backend.view(parameters.value(config.queryName()), offset, shape);
        this.queriesGradient = backend.view(parameters.gradient(config.queryName()), offset, shape);
        this.attention = new CrossAttention(backend);
    }

    @Override
    public Tensor forward(Arena arena, Tensor x) {
        batch = Math.toIntExact(x.shape().dimension(0) / tokens);
        CrossAttentionShape shape =
                new CrossAttentionShape(batch, used.count(), tokens, config.heads(), config.width() / config.heads());
        Tensor normed = tokenNorm.forward(arena, x);
        Tensor k = keyProjection.forward(arena, normed);
        Tensor v = valueProjection.forward(arena, normed);
        // Parameters and activations may differ in precision.
        Tensor asked = arena.take(queries.shape());
        backend.copy(queries, asked);
        Tensor query = queryProjection.forward(arena, queryNorm.forward(arena, asked));
        Tensor q = arena.take((long) batch * used.count(), config.width());
        backend.fill(q, 0);
        backend.addToEachInPlace(query, q);
        return outProjection.forward(arena, attention.forward(arena, shape, q, k, v));
    }

    @Override
    public Tensor backward(Arena arena, Tensor dy) {
        Tensor dx = arena.take((long) batch * tokens, config.contextWidth());
        long mark = arena.mark();
        CrossAttention.Gradients gradients = attention.backward(arena, outProjection.backward(arena, dy));
        queriesBackward(arena, gradients.dq());
        Tensor dNormed = keyProjection.backward(arena, gradients.dk());
        backend.addScaledInPlace(1, valueProjection.backward(arena, gradients.dv()), dNormed);
        tokenNorm.backward(dNormed, dx);
        arena.release(mark);
        return dx;
    }

    private void queriesBackward(Arena arena, Tensor dq) {
        Tensor dQuery = arena.take(queries.shape());
        backend.fill(dQuery, 0);
        backend.sumOfEach(dq, dQuery);
        Tensor dQueries = arena.take(queries.shape());
        queryNorm.backward(queryProjection.backward(arena, dQuery), dQueries);
        backend.addScaledInPlace(1, dQueries, queriesGradient);
    }
}
