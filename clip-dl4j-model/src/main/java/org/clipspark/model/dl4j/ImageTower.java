package org.clipspark.model.dl4j;

import org.clipspark.model.ModelConfig;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.ParameterLayout;
import org.clipspark.model.compute.PlanningBackend;
import org.clipspark.model.compute.Shape;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.encoder.ImageEncoder;
import org.clipspark.model.layer.Mode;
import org.clipspark.model.layer.ParameterSet;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An image encoder alone, with memory for batches of up to some size. */
final class ImageTower {
    private final ModelConfig config;
    private final Backend backend;
    private final int maximumBatch;
    private final ParameterSet parameters;
    private final ImageEncoder encoder;
    private final Tensor images;
    private final Arena arena;

    ImageTower(ModelConfig config, Backend backend, int maximumBatch) {
        this(config, backend, maximumBatch, peak(config, maximumBatch, PlanningBackend.like(backend)));
    }

    private ImageTower(ModelConfig config, Backend backend, int maximumBatch, long arenaElements) {
        this.config = config;
        this.backend = backend;
        this.maximumBatch = maximumBatch;
        this.parameters = declare(config).bind(backend);
        this.encoder = ImageEncoder.of(
                backend, parameters, config.vision(), config.activation(), config.embeddingSize(), maximumBatch);
        this.images = backend.allocate(
                backend.activationType(),
                Shape.of(
                        (long) maximumBatch * config.vision().patches(),
                        config.vision().patchLength()));
        this.arena = new Arena(backend, arenaElements);
    }

    private static long peak(ModelConfig config, int maximumBatch, PlanningBackend planning) {
        ImageTower planned = new ImageTower(config, planning, maximumBatch, Long.MAX_VALUE / 2);
        planned.run(maximumBatch, Mode.TRAINING);
        planned.back(planned.arena.take(maximumBatch, config.embeddingSize()), maximumBatch);
        return planned.arena.peak();
    }

    private static ParameterSet.Declarations declare(ModelConfig config) {
        ParameterSet.Declarations declarations = new ParameterSet.Declarations();
        ImageEncoder.declare(declarations, config.vision(), config.activation(), config.embeddingSize());
        return declarations;
    }

    /** Names, shapes and places of the encoder's parameters. */
    static ParameterLayout layout(ModelConfig config) {
        return declare(config).bind(new PlanningBackend()).layout();
    }

    /** All parameters and gradients. */
    ParameterSet parameters() {
        return parameters;
    }

    int maximumBatch() {
        return maximumBatch;
    }

    /** Sets all parameters: {@code [layout.size()]} in the layout's order. */
    void load(INDArray values) {
        ArrayTransfer.write(backend, values, parameters.values());
    }

    /**
     * Encodes a batch.
     *
     * @param batch {@code [B, imageLength]} in patch order, row by row
     * @param seed of what a training pass leaves out, where the encoder leaves something out
     * @param embeddings {@code [B, E]}, filled
     */
    void forward(INDArray batch, Mode mode, long seed, INDArray embeddings) {
        encoder.seed(seed, 0);
        ArrayTransfer.write(backend, batch, images);
        ArrayTransfer.read(backend, run((int) batch.size(0), mode), embeddings);
    }

    private Tensor run(int count, Mode mode) {
        arena.release(0);
        return encoder.forward(arena, images(images, count), mode);
    }

    private Tensor images(Tensor all, int count) {
        return backend.view(
                all,
                0,
                Shape.of(
                        (long) count * config.vision().patches(),
                        config.vision().patchLength()));
    }

    /**
     * The gradients of the batch that went forward last.
     *
     * @param dEmbeddings {@code [B, E]}, row by row
     * @param dParameters {@code [layout.size()]}, filled
     * @param dImages {@code [B, imageLength]} in patch order, filled
     */
    void backward(INDArray dEmbeddings, INDArray dParameters, INDArray dImages) {
        backend.fill(parameters.gradients(), 0);
        int count = (int) dEmbeddings.size(0);
        Tensor upstream = arena.take(count, config.embeddingSize());
        ArrayTransfer.write(backend, dEmbeddings, upstream);
        ArrayTransfer.read(backend, back(upstream, count), dImages);
        ArrayTransfer.read(backend, parameters.gradients(), dParameters);
    }

    private Tensor back(Tensor dEmbeddings, int count) {
        Tensor dImages = arena.take(images(images, count).shape());
        encoder.backward(arena, dEmbeddings, dImages);
        return dImages;
    }
}
