package org.clipspark.model;

import java.util.Arrays;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.Shape;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.encoder.ImageEncoder;
import org.clipspark.model.encoder.TextEncoder;
import org.clipspark.model.encoder.TowerLock;
import org.clipspark.model.layer.Activations;
import org.clipspark.model.layer.Mode;
import org.clipspark.model.layer.ParameterSet;

/** The two encoders of a model with what of them is locked, as towers over batches of the host's. */
final class Towers {
    private final ModelConfig config;
    private final Backend backend;
    private final Arena arena;
    private final ImageEncoder imageEncoder;
    private final TextEncoder textEncoder;
    private final Tensor images;
    private TowerLock imageLock = TowerLock.NONE;
    private TowerLock textLock = TowerLock.NONE;
    private long seed;

    /**
     * Binds the encoders to their declared parameters.
     *
     * @param chunk most pairs of one pass
     */
    Towers(ModelConfig config, Backend backend, ParameterSet parameters, Arena arena, int chunk) {
        this.config = config;
        this.backend = backend;
        this.arena = arena;
        this.imageEncoder = ImageEncoder.of(
                backend, parameters, config.vision(), config.activation(), config.embeddingSize(), chunk);
        this.textEncoder = TextEncoder.of(backend, parameters, config.textTower(), chunk);
        this.images = backend.allocate(
                backend.activationType(),
                Shape.of(
                        (long) chunk * config.vision().patches(),
                        config.vision().patchLength()));
    }

    void lock(TowerLock image, TowerLock text) {
        image.check("image", config.imageLayerGroups().size());
        text.check("text", config.textLayerGroups().size());
        imageLock = image;
        textLock = text;
        imageEncoder.lock(image);
        textEncoder.lock(text);
    }

    void keep(Activations activations) {
        imageEncoder.keep(activations);
        textEncoder.keep(activations);
    }

    void seed(long chosen) {
        seed = chosen;
    }

    /** The image tower on {@code [count][imageLength]} of the host's. */
    ContrastiveStep.Tower images(float[] batch, Mode mode) {
        return new Images(batch, mode);
    }

    /** The text tower on {@code [count][context]} of the host's. */
    ContrastiveStep.Tower texts(int[] batch) {
        return new Texts(batch);
    }

    private final class Images implements ContrastiveStep.Tower {
        private final float[] batch;
        private final Mode mode;

        Images(float[] batch, Mode mode) {
            this.batch = batch;
            this.mode = mode;
        }

        @Override
        public boolean isLocked() {
            return imageLock.groups() == config.imageLayerGroups().size();
        }

        @Override
        public Tensor forward(int first, int count) {
            imageEncoder.seed(seed, first);
            return imageEncoder.forward(arena, load(batch, first * config.imageLength(), count), mode);
        }

        @Override
        public void backward(Tensor dRaw) {
            imageEncoder.backward(arena, dRaw);
        }
    }

    private Tensor load(float[] batch, int fromIndex, int count) {
        long rows = (long) count * config.vision().patches();
        Tensor used = backend.view(images, 0, Shape.of(rows, config.vision().patchLength()));
        backend.write(used, 0, batch, fromIndex, Math.toIntExact(used.size()));
        return used;
    }

    private final class Texts implements ContrastiveStep.Tower {
        private final int[] batch;

        Texts(int[] batch) {
            this.batch = batch;
        }

        @Override
        public boolean isLocked() {
            return textLock.groups() == config.textLayerGroups().size();
        }

        @Override
        public Tensor forward(int first, int count) {
            int context = config.text().contextLength();
            int[] ids = Arrays.copyOfRange(batch, first * context, (first + count) * context);
            return textEncoder.forward(arena, ids, count);
        }

        @Override
        public void backward(Tensor dRaw) {
            textEncoder.backward(arena, dRaw);
        }
    }
}
