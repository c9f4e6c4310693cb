package org.clipspark.model;

import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.PlanningBackend;
import org.clipspark.model.compute.Shape;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.encoder.ImageEncoder;
import org.clipspark.model.layer.Mode;
import org.clipspark.model.layer.ParameterSet;

/**
 * Gradients of images: forward as in evaluation, and back through the normalised embedding to the input. The encoder is
 * one of its own on the model's parameters, so that what the model locks or chooses at random does not matter, and it
 * leaves out the gradients of matrices and kernels.
 */
final class ImageSlopes {
    private final ModelConfig config;
    private final Backend backend;
    private final ParameterSet parameters;
    private final Arena arena;
    private final int chunk;
    private final ImageEncoder encoder;
    private final Tensor images;

    private ImageSlopes(ModelConfig config, Backend backend, ParameterSet parameters, Arena arena, StepMemory memory) {
        this.config = config;
        this.backend = backend;
        this.parameters = parameters;
        this.arena = arena;
        this.chunk = memory.chunk();
        this.encoder = ImageEncoder.of(
                backend, parameters.fixed(), config.vision(), config.activation(), config.embeddingSize(), chunk);
        this.images = backend.allocate(
                backend.activationType(),
                Shape.of(
                        (long) chunk * config.vision().patches(),
                        config.vision().patchLength()));
        encoder.keep(memory.activations());
    }

    /** Slopes in a model's arena, or in one of their own where that is too small: training may leave patches out. */
    static ImageSlopes of(
            ModelConfig config, Backend backend, ParameterSet parameters, Arena shared, StepMemory memory) {
        long needed = peak(config, memory, PlanningBackend.like(backend));
        Arena arena = needed <= shared.capacity() ? shared : new Arena(backend, needed);
        return new ImageSlopes(config, backend, parameters, arena, memory);
    }

    private static long peak(ModelConfig config, StepMemory memory, PlanningBackend planning) {
        Arena arena = new Arena(planning, Long.MAX_VALUE / 2);
        ParameterSet.Declarations declarations = new ParameterSet.Declarations();
        ImageEncoder.declare(declarations, config.vision(), config.activation(), config.embeddingSize());
        ImageSlopes planned = new ImageSlopes(config, planning, declarations.bind(planning), arena, memory);
        planned.toImages(planned.images, 0, (first, embeddings, dEmbeddings) -> {});
        return arena.peak();
    }

    float[] gradients(float[] batch, int count, EmbeddingObjective objective) {
        float[] gradients = new float[Math.multiplyExact(count, config.imageLength())];
        for (int first = 0; first < count; first += chunk) {
            int at = first * config.imageLength();
            Tensor used = used(Math.min(chunk, count - first));
            int length = Math.toIntExact(used.size());
            backend.write(used, 0, batch, at, length);
            toImages(used, first, objective);
            backend.read(used, 0, gradients, at, length);
        }
        backend.fill(parameters.gradients(), 0);
        return gradients;
    }

    private Tensor used(int count) {
        long rows = (long) count * config.vision().patches();
        return backend.view(images, 0, Shape.of(rows, config.vision().patchLength()));
    }

    /** Replaces the images by the gradient at them, which takes no memory beside theirs. */
    private void toImages(Tensor used, int first, EmbeddingObjective objective) {
        long mark = arena.mark();
        try {
            Tensor raw = encoder.forward(arena, used, Mode.EVALUATION);
            Tensor rows = arena.takeFloats(raw.shape());
            Tensor norms = arena.takeFloats(raw.shape().dimension(0));
            backend.l2Normalize(raw, rows, norms);
            Tensor dRows = upstream(rows, first, objective);
            Tensor dRaw = arena.take(raw.shape());
            backend.l2NormalizeBackward(dRows, rows, norms, dRaw);
            encoder.backward(arena, dRaw, used);
        } finally {
            arena.release(mark);
        }
    }

    private Tensor upstream(Tensor rows, int first, EmbeddingObjective objective) {
        float[] embeddings = new float[Math.toIntExact(rows.size())];
        backend.read(rows, 0, embeddings, 0, embeddings.length);
        float[] gradients = new float[embeddings.length];
        objective.gradients(first, embeddings, gradients);
        Tensor dRows = arena.takeFloats(rows.shape());
        backend.write(dRows, 0, gradients, 0, gradients.length);
        return dRows;
    }
}
