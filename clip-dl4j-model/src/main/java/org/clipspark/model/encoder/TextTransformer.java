package org.clipspark.model.encoder;

import java.util.Optional;
import java.util.function.BiConsumer;
import org.clipspark.model.compute.Activation;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.AttentionShape;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.SequenceGroups;
import org.clipspark.model.compute.Shape;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.layer.Initial;
import org.clipspark.model.layer.LayerNorm;
import org.clipspark.model.layer.ParameterSet;
import org.clipspark.model.layer.Transformer;
import org.clipspark.model.layer.TransformerConfig;
import org.clipspark.model.layer.TransformerInitials;

/**
 * CLIP's causal text transformer, pooled at the end token. With a causal mask nothing behind the end token matters:
 * only the real tokens are worked on.
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

    private record Saved(Tensor ids, SequenceGroups sequences) {}

    TextTransformer(
            Backend backend, ParameterSet parameters, TextConfig config, Activation activation, int maximumBatch) {
        this.backend = backend;
        this.config = config;
        this.parameters = parameters;
        this.transformer = new Transformer(backend, parameters, "transformer", config.transformer(activation));
        LayerNorm norm = new LayerNorm(backend, parameters, "ln_final", TextConfig.EPSILON);
        this.head = new PooledProjection(backend, parameters, norm, PROJECTION);
        this.idRows =
                backend.allocate(ElementType.INT32, Shape.of(TextPacking.rows(maximumBatch, config.contextLength())));
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
        TextPacking packing = TextPacking.of(ids, endTokens(ids, batch), config.contextLength());
        Saved state = load(packing);
        Tensor x = arena.take(state.sequences().rows(), config.width());
        backend.gatherRows(parameters.value(TOKENS), state.ids(), x);
        forEachGroup(x, parameters.value(POSITIONS), (rows, positions) -> backend.addToEachInPlace(positions, rows));
        Tensor out = transformer.forward(arena, state.sequences(), AttentionShape.Mask.CAUSAL, x);
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

    private Saved load(TextPacking packing) {
        int[] ids = packing.ids();
        Tensor used = backend.view(idRows, 0, Shape.of(ids.length));
        backend.write(used, 0, ids, 0, ids.length);
        backend.write(endRows, 0, packing.endRows(), 0, packing.endRows().length);
        Saved state = new Saved(used, packing.sequences());
        saved = Optional.of(state);
        return state;
    }

    /** Pairs the rows of each group with the positions of its tokens. */
    private void forEachGroup(Tensor x, Tensor positions, BiConsumer<Tensor, Tensor> work) {
        int width = config.width();
        long row = 0;
        for (SequenceGroups.Group group : state().sequences().groups()) {
            work.accept(
                    backend.view(x, row * width, Shape.of(group.rows(), width)),
                    backend.view(positions, 0, Shape.of(group.tokens(), width)));
            row += group.rows();
        }
    }

    private Saved state() {
        return saved.orElseThrow(() -> new IllegalStateException("No forward pass before the backward pass"));
    }

    @Override
    public void backward(Arena arena, Tensor dEmbeddings) {
        long mark = arena.mark();
        Tensor dx = head.backward(arena, dEmbeddings);
        transformer.backwardInPlace(arena, dx);
        forEachGroup(dx, parameters.gradient(POSITIONS), backend::sumOfEach);
        backend.scatterAddRows(dx, state().ids(), parameters.gradient(TOKENS));
        arena.release(mark);
    }
}
