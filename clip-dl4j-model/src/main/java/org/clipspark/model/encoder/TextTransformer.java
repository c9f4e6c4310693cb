package org.clipspark.model.encoder;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.AttentionShape;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.SequenceGroups;
import org.clipspark.model.compute.Shape;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.layer.Activations;
import org.clipspark.model.layer.Initial;
import org.clipspark.model.layer.LayerNorm;
import org.clipspark.model.layer.Linear;
import org.clipspark.model.layer.ParameterSet;
import org.clipspark.model.layer.Projection;
import org.clipspark.model.layer.Stage;
import org.clipspark.model.layer.Transformer;
import org.clipspark.model.layer.TransformerInitials;

/**
 * CLIP's text transformer. With a causal mask nothing behind the pooled token matters: only the tokens before it are
 * worked on.
 */
final class TextTransformer implements TextEncoder {
    private static final String TOKENS = "token_embedding.weight";
    private static final String POSITIONS = "positional_embedding";
    private static final String BLOCKS = "transformer";
    private static final String NORM = "ln_final";
    private static final String PROJECTION = "text_projection";

    private final Backend backend;
    private final TextTower tower;
    private final TextConfig config;
    private final ParameterSet parameters;
    private final Transformer transformer;
    private final LayerNorm norm;
    private final Stage projection;
    private final Tensor idRows;
    private final Tensor endRows;
    private TowerLock lock = TowerLock.NONE;
    private Optional<Saved> saved = Optional.empty();

    private record Saved(Tensor ids, Tensor ends, SequenceGroups sequences) {}

    TextTransformer(Backend backend, ParameterSet parameters, TextTower tower, int maximumBatch) {
        this.backend = backend;
        this.tower = tower;
        this.config = tower.config();
        this.parameters = parameters;
        this.transformer = new Transformer(backend, parameters, tower.name(BLOCKS), tower.transformer());
        this.norm = new LayerNorm(
                backend, parameters, tower.name(NORM), tower.config().epsilon());
        this.projection = projection(backend, parameters, tower);
        this.idRows =
                backend.allocate(ElementType.INT32, Shape.of(TextPacking.rows(maximumBatch, config.contextLength())));
        this.endRows = backend.allocate(ElementType.INT32, Shape.of(maximumBatch));
    }

    private static Stage projection(Backend backend, ParameterSet parameters, TextTower tower) {
        String name = tower.name(PROJECTION);
        return tower.config().hasProjectionBias()
                ? new Linear(backend, parameters, name + ".weight", name + ".bias")
                : new Projection(backend, parameters, name);
    }

    static void declare(ParameterSet.Declarations declarations, TextTower tower) {
        TextConfig config = tower.config();
        int width = config.width();
        declarations.add(tower.name(POSITIONS), new Initial.Normal(0.01), config.contextLength(), width);
        Initial projection = new Initial.Normal(Math.pow(width, -0.5));
        if (config.hasProjectionBias()) {
            declarations
                    .add(tower.name(PROJECTION + ".weight"), projection, tower.embeddingSize(), width)
                    .add(tower.name(PROJECTION + ".bias"), Initial.ZERO, tower.embeddingSize());
        } else {
            declarations.add(tower.name(PROJECTION), projection, width, tower.embeddingSize());
        }
        Transformer.declare(
                declarations, tower.name(BLOCKS), tower.transformer(), TransformerInitials.text(tower.transformer()));
        declarations.add(tower.name(TOKENS), new Initial.Normal(0.02), config.vocabularySize(), width);
        LayerNorm.declare(declarations, tower.name(NORM), width);
    }

    static List<LayerGroup> layerGroups(TextTower tower) {
        return LayerGroup.ofTransformer(
                List.of(tower.name(TOKENS), tower.name(POSITIONS)),
                tower.name(BLOCKS),
                tower.config().layers(),
                List.of(tower.name(NORM)),
                tower.name(PROJECTION));
    }

    @Override
    public void lock(TowerLock chosen) {
        lock = chosen;
    }

    @Override
    public void keep(Activations activations) {
        transformer.keep(activations);
    }

    @Override
    public Tensor forward(Arena arena, int[] ids, int batch) {
        int[] places = pooledTokens(ids, batch);
        Saved state = load(
                config.isCausal()
                        ? TextPacking.of(ids, places, config.contextLength())
                        : TextPacking.whole(ids, places, config.contextLength()));
        Tensor x = arena.take(state.sequences().rows(), config.width());
        backend.gatherRows(parameters.value(tower.name(TOKENS)), state.ids(), x);
        Tensor all = parameters.value(tower.name(POSITIONS));
        forEachGroup(x, all, (rows, positions) -> backend.addToEachInPlace(positions, rows));
        AttentionShape.Mask mask = config.isCausal() ? AttentionShape.Mask.CAUSAL : AttentionShape.Mask.NONE;
        Tensor out = transformer.forward(arena, state.sequences(), mask, x);
        Tensor pooled = arena.take(batch, config.width());
        backend.gatherRows(out, state.ends(), pooled);
        // Normalising only the pooled rows gives what open_clip gets from normalising all and choosing then.
        return projection.forward(arena, norm.forward(arena, pooled));
    }

    private int[] pooledTokens(int[] ids, int batch) {
        int context = config.contextLength();
        int[] places = new int[batch];
        for (int b = 0; b < batch; b++) {
            for (int t = 0; t < context; t++) {
                int id = ids[b * context + t];
                if (id < 0 || id >= config.vocabularySize()) {
                    throw new IllegalArgumentException("Token id " + id + " is outside the vocabulary of "
                            + config.vocabularySize() + "; do tokenizer and text_cfg.vocab_size fit?");
                }
            }
            places[b] = config.pooledPlace(ids, b * context);
        }
        return places;
    }

    private Saved load(TextPacking packing) {
        int[] ids = packing.ids();
        Tensor used = backend.view(idRows, 0, Shape.of(ids.length));
        backend.write(used, 0, ids, 0, ids.length);
        backend.write(endRows, 0, packing.endRows(), 0, packing.endRows().length);
        Tensor ends = backend.view(endRows, 0, Shape.of(packing.endRows().length));
        Saved state = new Saved(used, ends, packing.sequences());
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
        Tensor dNormed = projection.backward(arena, dEmbeddings);
        if (!lock.covers(config.layers())) {
            Tensor dPooled = norm.backward(arena, dNormed);
            Tensor dx = arena.take(state().sequences().rows(), config.width());
            backend.fill(dx, 0);
            backend.scatterAddRows(dPooled, state().ends(), dx);
            transformer.backwardInPlace(arena, dx, Math.max(0, lock.groups() - 1));
            if (!lock.covers(0)) {
                forEachGroup(dx, parameters.gradient(tower.name(POSITIONS)), backend::sumOfEach);
                backend.scatterAddRows(dx, state().ids(), parameters.gradient(tower.name(TOKENS)));
            }
        }
        arena.release(mark);
    }
}
