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
import org.clipspark.model.layer.AttentionalPoolerConfig;
import org.clipspark.model.layer.Initial;
import org.clipspark.model.layer.LayerNorm;
import org.clipspark.model.layer.Mode;
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
    private final Tensor patchWeight;
    private final Tensor patchWeightGradient;
    private final Optional<LayerNorm> normBefore;
    private final Transformer transformer;
    private final ImageHead head;
    private TowerLock lock = TowerLock.NONE;
    private Optional<Tensor> savedImages = Optional.empty();

    VisionTransformer(
            Backend backend,
            ParameterSet parameters,
            VisionTransformerConfig config,
            Activation activation,
            int embeddingSize) {
        this.backend = backend;
        this.config = config;
        this.parameters = parameters;
        Shape asMatrix = Shape.of(config.width(), config.patchLength());
        this.patchWeight = backend.view(parameters.value(PATCHES), 0, asMatrix);
        this.patchWeightGradient = backend.view(parameters.gradient(PATCHES), 0, asMatrix);
        this.normBefore = hasNormBefore(config)
                ? Optional.of(new LayerNorm(backend, parameters, NORM_BEFORE, config.epsilon()))
                : Optional.empty();
        this.transformer = new Transformer(backend, parameters, BLOCKS, config.transformer(activation));
        this.head = new ImageHead(backend, parameters, config, embeddingSize);
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

    private static Initial positions(VisionTransformerConfig config, Initial learnt) {
        return switch (config.positions()) {
            case LEARNABLE -> learnt;
            case SIN_COS_2D ->
                new Initial.SinCos2d(config.width(), config.size().width() / config.patchSize());
        };
    }

    @Override
    public Tensor forward(Arena arena, Tensor images, Mode mode) {
        int batch = Math.toIntExact(images.shape().dimension(0) / config.patches());
        Tensor embedded = arena.take((long) batch * config.patches(), config.width());
        backend.linear(images, patchWeight, embedded);
        Tensor x = arena.take((long) batch * config.tokens(), config.width());
        backend.prependToken(parameters.value(CLASS), embedded, config.tokens(), x);
        backend.addToEachInPlace(parameters.value(POSITIONS), x);
        Tensor normed = normBefore.isPresent() ? normBefore.get().forward(arena, x) : x;
        SequenceGroups sequences = SequenceGroups.equal(batch, config.tokens());
        Tensor out = transformer.forward(arena, sequences, AttentionShape.Mask.NONE, normed);
        savedImages = Optional.of(images);
        return head.forward(arena, out);
    }

    @Override
    public void backward(Arena arena, Tensor dEmbeddings) {
        long mark = arena.mark();
        Tensor dPooled = head.backwardProjection(arena, dEmbeddings);
        if (!lock.covers(config.layers())) {
            Tensor dx = head.backwardPooling(arena, dPooled);
            transformer.backwardInPlace(arena, dx, Math.max(0, lock.groups() - 1));
            if (!lock.covers(0)) {
                backwardEmbeddings(arena, dx);
            }
        }
        arena.release(mark);
    }

    private void backwardEmbeddings(Arena arena, Tensor dx) {
        Tensor images =
                savedImages.orElseThrow(() -> new IllegalStateException("No forward pass before the backward pass"));
        Tensor dEmbedded = normBefore.isPresent() ? normBefore.get().backward(arena, dx) : dx;
        // Fixed positions keep a gradient of zero, which no optimizer moves.
        if (config.positions() == PositionKind.LEARNABLE) {
            backend.sumOfEach(dEmbedded, parameters.gradient(POSITIONS));
        }
        Tensor dPatches = arena.take(images.shape().dimension(0), config.width());
        backend.prependTokenBackward(dEmbedded, config.tokens(), parameters.gradient(CLASS), dPatches);
        backend.linearBackwardWeight(dPatches, images, patchWeightGradient);
    }
}
