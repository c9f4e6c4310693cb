package org.clipspark.model.encoder;

import java.util.List;
import java.util.Optional;
import org.clipspark.model.compute.Activation;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.AttentionShape;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.SequenceGroups;
import org.clipspark.model.compute.Shape;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.layer.Activations;
import org.clipspark.model.layer.AttentionalPoolerConfig;
import org.clipspark.model.layer.Initial;
import org.clipspark.model.layer.LayerNorm;
import org.clipspark.model.layer.Mode;
import org.clipspark.model.layer.Parameter;
import org.clipspark.model.layer.ParameterSet;
import org.clipspark.model.layer.Transformer;
import org.clipspark.model.layer.TransformerConfig;
import org.clipspark.model.layer.TransformerInitials;

/** Vision transformer (Dosovitskiy et al. 2021), by default with CLIP's layer normalisation before the blocks. */
final class VisionTransformer implements ImageEncoder {
    private static final String CLASS = "visual.class_embedding";
    private static final String POSITIONS = "visual.positional_embedding";
    private static final String PATCHES_LAYER = "visual.conv1";
    private static final String PATCHES = PATCHES_LAYER + ".weight";
    private static final String BLOCKS = "visual.transformer";
    private static final String NORM_BEFORE = "visual.ln_pre";

    private final Backend backend;
    private final VisionTransformerConfig config;
    private final ParameterSet parameters;
    private final Parameter patchWeight;
    private final Optional<LayerNorm> normBefore;
    private final Transformer transformer;
    private final Input whole;
    private final Input training;
    private final Optional<PatchDropout> dropout;
    private TowerLock lock = TowerLock.NONE;
    private Optional<Saved> saved = Optional.empty();
    private Optional<Tensor> imageGradient = Optional.empty();

    /** What a pass sees of an image: {@code tokens} of them, at whose end stands a head for so many. */
    private record Input(int tokens, ImageHead head) {}

    /** A forward pass: its patches, and which they are where some were left out. */
    private record Saved(Input input, Tensor patches, Optional<PatchDropout.Choice> choice) {}

    VisionTransformer(
            Backend backend,
            ParameterSet parameters,
            VisionTransformerConfig config,
            Activation activation,
            int embeddingSize,
            int maximumBatch) {
        this.backend = backend;
        this.config = config;
        this.parameters = parameters;
        Shape asMatrix = Shape.of(config.width(), config.patchLength());
        this.patchWeight = parameters.parameter(PATCHES).view(backend, 0, asMatrix);
        this.normBefore = hasNormBefore(config)
                ? Optional.of(new LayerNorm(backend, parameters, NORM_BEFORE, config.epsilon()))
                : Optional.empty();
        this.transformer = new Transformer(backend, parameters, BLOCKS, config.transformer(activation));
        this.dropout = config.dropout(backend, maximumBatch);
        this.whole =
                new Input(config.tokens(), new ImageHead(backend, parameters, config, embeddingSize, config.tokens()));
        int kept = 1 + dropout.map(PatchDropout::kept).orElse(config.patches());
        this.training = new Input(kept, new ImageHead(backend, parameters, config, embeddingSize, kept));
    }

    private static boolean hasNormBefore(VisionTransformerConfig config) {
        return !config.noNormBefore().orElse(false);
    }

    static void declare(
            ParameterSet.Declarations declarations,
            VisionTransformerConfig config,
            Activation activation,
            int embeddingSize) {
        TransformerConfig transformer = config.transformer(activation);
        Optional<AttentionalPoolerConfig> pooler = config.pooler(embeddingSize);
        int pooledWidth = pooler.isPresent() ? embeddingSize : config.width();
        Initial scaled = new Initial.Normal(Math.pow(config.width(), -0.5));
        declarations
                .add(CLASS, scaled, config.width())
                .add(POSITIONS, positions(config, scaled), config.tokens(), config.width())
                .add(ImageHead.PROJECTION, scaled, pooledWidth, embeddingSize)
                .add(
                        PATCHES,
                        new Initial.Uniform(1 / Math.sqrt(config.patchLength())),
                        config.width(),
                        3,
                        config.patchSize(),
                        config.patchSize());
        if (hasNormBefore(config)) {
            LayerNorm.declare(declarations, NORM_BEFORE, config.width());
        }
        Transformer.declare(declarations, BLOCKS, transformer, TransformerInitials.image(transformer));
        pooler.ifPresent(attentional -> attentional.declare(declarations));
        LayerNorm.declare(declarations, ImageHead.NORM, pooledWidth);
    }

    static List<LayerGroup> layerGroups(VisionTransformerConfig config) {
        return LayerGroup.ofTransformer(
                List.of(PATCHES_LAYER, CLASS, POSITIONS, NORM_BEFORE),
                BLOCKS,
                config.layers(),
                List.of(VisionTransformerConfig.POOLER, ImageHead.NORM),
                ImageHead.PROJECTION);
    }

    @Override
    public void lock(TowerLock chosen) {
        lock = chosen;
    }

    @Override
    public void keep(Activations activations) {
        transformer.keep(activations);
    }

    private static Initial positions(VisionTransformerConfig config, Initial learnt) {
        return switch (config.positions()) {
            case LEARNABLE -> learnt;
            case SIN_COS_2D ->
                new Initial.SinCos2d(config.width(), config.size().width() / config.patchSize());
        };
    }

    @Override
    public void seed(long seed, int firstImage) {
        dropout.ifPresent(chooser -> chooser.seed(seed, firstImage));
    }

    @Override
    public Tensor forward(Arena arena, Tensor images, Mode mode) {
        int batch = Math.toIntExact(images.shape().dimension(0) / config.patches());
        Saved state = mode == Mode.TRAINING && dropout.isPresent()
                ? some(arena, images, dropout.get().choose(batch))
                : new Saved(whole, images, Optional.empty());
        int tokens = state.input().tokens();
        Tensor embedded = arena.take((long) batch * (tokens - 1), config.width());
        backend.linear(state.patches(), patchWeight.value(), embedded);
        Tensor x = arena.take((long) batch * tokens, config.width());
        backend.prependToken(parameters.value(CLASS), embedded, tokens, x);
        addPositions(arena, state, x);
        Tensor normed = normBefore.isPresent() ? normBefore.get().forward(arena, x) : x;
        SequenceGroups sequences = SequenceGroups.equal(batch, tokens);
        Tensor out = transformer.forward(arena, sequences, AttentionShape.Mask.NONE, normed);
        saved = Optional.of(state);
        return state.input().head().forward(arena, out);
    }

    private Saved some(Arena arena, Tensor images, PatchDropout.Choice choice) {
        Tensor patches = arena.take(choice.patches().size(), config.patchLength());
        backend.gatherRows(images, choice.patches(), patches);
        return new Saved(training, patches, Optional.of(choice));
    }

    private void addPositions(Arena arena, Saved state, Tensor x) {
        Tensor all = parameters.value(POSITIONS);
        if (state.choice().isEmpty()) {
            backend.addToEachInPlace(all, x);
            return;
        }
        long mark = arena.mark();
        Tensor chosen = arena.take(x.shape());
        backend.gatherRows(all, state.choice().get().positions(), chosen);
        backend.addScaledInPlace(1, chosen, x);
        arena.release(mark);
    }

    @Override
    public void backward(Arena arena, Tensor dEmbeddings) {
        Saved state = saved.orElseThrow(() -> new IllegalStateException("No forward pass before the backward pass"));
        ImageHead head = state.input().head();
        long mark = arena.mark();
        Tensor dPooled = head.backwardProjection(arena, dEmbeddings);
        if (!lock.covers(config.layers())) {
            Tensor dx = head.backwardPooling(arena, dPooled);
            transformer.backwardInPlace(arena, dx, Math.max(0, lock.groups() - 1));
            if (!lock.covers(0)) {
                backwardEmbeddings(arena, state, dx);
            }
        }
        arena.release(mark);
    }

    @Override
    public void backward(Arena arena, Tensor dEmbeddings, Tensor dImages) {
        lock.checkIsOpen();
        imageGradient = Optional.of(dImages);
        backward(arena, dEmbeddings);
        imageGradient = Optional.empty();
    }

    private void writeImageGradient(Arena arena, Saved state, Tensor dPatches, Tensor dImages) {
        if (state.choice().isEmpty()) {
            backend.linearBackwardInput(dPatches, patchWeight.value(), dImages);
            return;
        }
        Tensor dChosen = arena.take(state.patches().shape());
        backend.linearBackwardInput(dPatches, patchWeight.value(), dChosen);
        backend.fill(dImages, 0);
        backend.scatterAddRows(dChosen, state.choice().get().patches(), dImages);
    }

    private void backwardEmbeddings(Arena arena, Saved state, Tensor dx) {
        Tensor dEmbedded = normBefore.isPresent() ? normBefore.get().backward(arena, dx) : dx;
        // Fixed positions keep a gradient of zero, which no optimizer moves.
        if (config.positions() == PositionKind.LEARNABLE) {
            Tensor dPositions = parameters.gradient(POSITIONS);
            state.choice()
                    .ifPresentOrElse(
                            choice -> backend.scatterAddRows(dEmbedded, choice.positions(), dPositions),
                            () -> backend.sumOfEach(dEmbedded, dPositions));
        }
        Tensor dPatches = arena.take(state.patches().shape().dimension(0), config.width());
        backend.prependTokenBackward(dEmbedded, state.input().tokens(), parameters.gradient(CLASS), dPatches);
        if (patchWeight.isLearning()) {
            backend.linearBackwardWeight(dPatches, state.patches(), patchWeight.gradient());
        }
        imageGradient.ifPresent(dImages -> writeImageGradient(arena, state, dPatches, dImages));
    }
}
