package org.clipspark.model.encoder;

import java.util.Optional;
import org.clipspark.model.compute.Activation;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.AttentionShape;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.Shape;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.layer.Initial;
import org.clipspark.model.layer.LayerNorm;
import org.clipspark.model.layer.ParameterSet;
import org.clipspark.model.layer.Transformer;
import org.clipspark.model.layer.TransformerConfig;
import org.clipspark.model.layer.TransformerInitials;

/**
 * CLIP's causal text transformer, pooled at the end token. With a causal mask nothing behind the end token matters, so
 * a batch is cut to its longest text.
 */
final class TextTransformer implements TextEncoder {
    private static final String TOKENS = "token_embedding.weight";
    private static final String POSITIONS = "positional_embedding";
    private static final String PROJECTION = "text_projection";

    private final Backend backend;
    private final TextConfig config;
    private final ParameterSet parameters;
    private final Transformer transformer;
    private final PooledProjection head;
    private final Tensor idRows;
    private final Tensor endRows;
    private Optional<Saved> saved = Optional.empty();

    private record Saved(Tensor ids, int batch, int tokens) {}

    TextTransformer(
            Backend backend, ParameterSet parameters, TextConfig config, Activation activation, int maximumBatch) {
        this.backend = backend;
        this.config = config;
        this.parameters = parameters;
        this.transformer = new Transformer(backend, parameters, "transformer", config.transformer(activation));
        LayerNorm norm = new LayerNorm(backend, parameters, "ln_final", TextConfig.EPSILON);
        this.head = new PooledProjection(backend, parameters, norm, PROJECTION);
        this.idRows = backend.allocate(ElementType.INT32, Shape.of((long) maximumBatch * config.contextLength()));
        this.endRows = backend.allocate(ElementType.INT32, Shape.of(maximumBatch));
    }

    static void declare(
            ParameterSet.Declarations declarations, TextConfig config, Activation activation, int embeddingSize) {
        TransformerConfig transformer = config.transformer(activation);
        int width = config.width();
        declarations
                .add(POSITIONS, new Initial.Normal(0.01), config.contextLength(), width)
                .add(PROJECTION, new Initial.Normal(Math.pow(width, -0.5)), width, embeddingSize);
        Transformer.declare(declarations, "transformer", transformer, TransformerInitials.text(transformer));
        declarations.add(TOKENS, new Initial.Normal(0.02), config.vocabularySize(), width);
        LayerNorm.declare(declarations, "ln_final", width);
    }

    @Override
    public Tensor forward(Arena arena, int[] ids, int batch) {
        int[] ends = endTokens(ids, batch);
        int tokens = 1;
        for (int end : ends) {
            tokens = Math.max(tokens, end + 1);
        }
        Saved state = load(ids, ends, batch, tokens);
        Tensor x = arena.take((long) batch * tokens, config.width());
        backend.gatherRows(parameters.value(TOKENS), state.ids(), x);
        backend.addToEachInPlace(positions(parameters.value(POSITIONS), tokens), x);
        Tensor out = transformer.forward(arena, batch, tokens, AttentionShape.Mask.CAUSAL, x);
        saved = Optional.of(state);
        return head.forward(arena, out, backend.view(endRows, 0, Shape.of(batch)));
    }

    private int[] endTokens(int[] ids, int batch) {
        int context = config.contextLength();
        int[] ends = new int[batch];
        for (int b = 0; b < batch; b++) {
            for (int t = 0; t < context; t++) {
                int id = ids[b * context + t];
                if (id < 0 || id >= config.vocabularySize()) {
                    throw new IllegalArgumentException("Token id " + id + " is outside the vocabulary of "
                            + config.vocabularySize() + "; do tokenizer and text_cfg.vocab_size fit?");
                }
                if (id > ids[b * context + ends[b]]) {
                    ends[b] = t;
                }
            }
        }
        return ends;
    }

    private Saved load(int[] ids, int[] ends, int batch, int tokens) {
        int context = config.contextLength();
        int[] cut = new int[batch * tokens];
        int[] rows = new int[batch];
        for (int b = 0; b < batch; b++) {
            System.arraycopy(ids, b * context, cut, b * tokens, tokens);
            rows[b] = b * tokens + ends[b];
        }
        Tensor used = backend.view(idRows, 0, Shape.of(cut.length));
        backend.write(used, 0, cut, 0, cut.length);
        backend.write(endRows, 0, rows, 0, batch);
        return new Saved(used, batch, tokens);
    }

    private Tensor positions(Tensor all, int tokens) {
        return backend.view(all, 0, Shape.of(tokens, config.width()));
    }

    @Override
    public void backward(Arena arena, Tensor dEmbeddings) {
        Saved state = saved.orElseThrow(() -> new IllegalStateException("No forward pass before the backward pass"));
        long mark = arena.mark();
        Tensor dx = head.backward(arena, dEmbeddings);
        transformer.backwardInPlace(arena, dx);
        backend.sumOfEach(dx, positions(parameters.gradient(POSITIONS), state.tokens()));
        backend.scatterAddRows(dx, state.ids(), parameters.gradient(TOKENS));
        arena.release(mark);
    }
}
