package org.clipspark.model.encoder;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
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

/** Vision transformer (Dosovitskiy et al. 2021) with CLIP's layer normalisation before the blocks; class token pooled. */
final class VisionTransformer implements ImageEncoder {
    private static final String CLASS = "visual.class_embedding";
    private static final String POSITIONS = "visual.positional_embedding";
    private static final String PATCHES = "visual.conv1.weight";
    private static final String PROJECTION = "visual.proj";

    private final Backend backend;
    private final int tokens;
    private final int patches;
    private final int width;
    private final ParameterSet parameters;
    private final Tensor patchWeight;
    private final Tensor patchWeightGradient;
    private final LayerNorm normBefore;
    private final Transformer transformer;
    private final PooledProjection head;
    private final Map<Integer, Tensor> classRows = new HashMap<>();
    private Optional<Tensor> savedImages = Optional.empty();

    VisionTransformer(Backend backend, ParameterSet parameters, VisionConfig config, Activation activation) {
        this.backend = backend;
        this.parameters = parameters;
        this.patches = config.patches();
        this.tokens = patches + 1;
        this.width = config.width();
        Shape asMatrix = Shape.of(width, config.patchLength());
        this.patchWeight = backend.view(parameters.value(PATCHES), 0, asMatrix);
        this.patchWeightGradient = backend.view(parameters.gradient(PATCHES), 0, asMatrix);
        this.normBefore = new LayerNorm(backend, parameters, "visual.ln_pre", TextConfig.EPSILON);
        this.transformer = new Transformer(backend, parameters, "visual.transformer", config.transformer(activation));
        LayerNorm normAfter = new LayerNorm(backend, parameters, "visual.ln_post", TextConfig.EPSILON);
        this.head = new PooledProjection(backend, parameters, normAfter, PROJECTION);
    }

    static void declare(
            ParameterSet.Declarations declarations, VisionConfig config, Activation activation, int embeddingSize) {
        TransformerConfig transformer = config.transformer(activation);
        int width = config.width();
        Initial scaled = new Initial.Normal(Math.pow(width, -0.5));
        declarations
                .add(CLASS, scaled, width)
                .add(POSITIONS, scaled, config.patches() + 1L, width)
                .add(PROJECTION, scaled, width, embeddingSize)
                .add(
                        PATCHES,
                        new Initial.Uniform(1 / Math.sqrt(config.patchLength())),
                        width,
                        3,
                        config.patchSize(),
                        config.patchSize());
        LayerNorm.declare(declarations, "visual.ln_pre", width);
        Transformer.declare(declarations, "visual.transformer", transformer, TransformerInitials.image(transformer));
        LayerNorm.declare(declarations, "visual.ln_post", width);
    }

    @Override
    public Tensor forward(Arena arena, Tensor images) {
        int batch = Math.toIntExact(images.shape().dimension(0) / patches);
        Tensor embedded = arena.take((long) batch * patches, width);
        backend.linear(images, patchWeight, embedded);
        Tensor x = arena.take((long) batch * tokens, width);
        backend.prependToken(parameters.value(CLASS), embedded, tokens, x);
        backend.addToEachInPlace(parameters.value(POSITIONS), x);
        Tensor normed = normBefore.forward(arena, x);
        Tensor out = transformer.forward(arena, SequenceGroups.equal(batch, tokens), AttentionShape.Mask.NONE, normed);
        savedImages = Optional.of(images);
        return head.forward(arena, out, classRows.computeIfAbsent(batch, this::rowsOfClassTokens));
    }

    private Tensor rowsOfClassTokens(int batch) {
        int[] rows = new int[batch];
        for (int b = 0; b < batch; b++) {
            rows[b] = b * tokens;
        }
        Tensor tensor = backend.allocate(ElementType.INT32, Shape.of(batch));
        backend.write(tensor, 0, rows, 0, batch);
        return tensor;
    }

    @Override
    public void backward(Arena arena, Tensor dEmbeddings) {
        Tensor images =
                savedImages.orElseThrow(() -> new IllegalStateException("No forward pass before the backward pass"));
        long mark = arena.mark();
        Tensor dx = head.backward(arena, dEmbeddings);
        transformer.backwardInPlace(arena, dx);
        Tensor dEmbedded = arena.take(dx.shape());
        normBefore.backward(dx, dEmbedded);
        backend.sumOfEach(dEmbedded, parameters.gradient(POSITIONS));
        Tensor dPatches = arena.take(images.shape().dimension(0), width);
        backend.prependTokenBackward(dEmbedded, tokens, parameters.gradient(CLASS), dPatches);
        backend.linearBackwardWeight(dPatches, images, patchWeightGradient);
        arena.release(mark);
    }
}
