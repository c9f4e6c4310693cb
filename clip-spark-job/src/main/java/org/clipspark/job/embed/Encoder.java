package org.clipspark.job.embed;

import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.clipspark.job.embed.part.EmbeddingVector;
import org.clipspark.model.ClipModel;
import org.clipspark.model.ModelConfig;
import org.clipspark.model.StepMemory;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.input.ClipTokenizer;
import org.clipspark.model.input.ImageTransform;
import org.clipspark.model.layer.Activations;

/**
 * The two encoders of a checkpoint with their inputs' forms. One thread embeds at a time; transform and tokenizer may be
 * used by others meanwhile.
 */
public final class Encoder implements AutoCloseable {
    private final Backend backend;
    private final ClipModel model;
    private final ClipTokenizer tokenizer;
    private final ImageTransform transform;

    private Encoder(Backend backend, ClipModel model, ClipTokenizer tokenizer) {
        this.backend = backend;
        this.model = model;
        this.tokenizer = tokenizer;
        this.transform = transform(model.config());
    }

    /**
     * Loads a checkpoint's weights.
     *
     * @param batchSize images or texts that are worked on at once, at least 1
     * @param threads native threads, at least 1
     * @throws java.io.UncheckedIOException if the weights cannot be read
     */
    public static Encoder load(
            CheckpointSource checkpoint, ClipTokenizer tokenizer, int batchSize, int threads, Configuration hadoop) {
        Backend backend = Backend.named("onednn", new BackendSettings(ElementType.FLOAT32, threads));
        boolean isLoaded = false;
        try {
            // Nothing goes backward: the memory for it that every model has is the smaller one.
            StepMemory memory = new StepMemory(batchSize, 1, Activations.RECOMPUTED);
            ClipModel model = ClipModel.create(checkpoint.model(), backend, memory);
            checkpoint.load(model, hadoop);
            isLoaded = true;
            return new Encoder(backend, model, tokenizer);
        } finally {
            if (!isLoaded) {
                backend.close();
            }
        }
    }

    static ImageTransform transform(ModelConfig config) {
        return ImageTransform.evaluation(config.vision().size(), config.vision().patchSize());
    }

    /** How rasters become numbers. */
    public ImageTransform transform() {
        return transform;
    }

    /** Token ids {@code [contextLength]} of a text. */
    public int[] tokens(String text) {
        return tokenizer.encode(text, contextLength());
    }

    private int contextLength() {
        return model.config().text().contextLength();
    }

    /**
     * Embeds images.
     *
     * @param images each as the transform writes it
     */
    public List<EmbeddingVector> images(List<float[]> images) {
        int length = transform.length();
        float[] batch = new float[Math.multiplyExact(images.size(), length)];
        for (int i = 0; i < images.size(); i++) {
            System.arraycopy(images.get(i), 0, batch, i * length, length);
        }
        return vectors(model.embedImages(batch, images.size()));
    }

    /**
     * Embeds texts.
     *
     * @param tokens of each, see {@link #tokens}
     */
    public List<EmbeddingVector> texts(List<int[]> tokens) {
        int length = contextLength();
        int[] batch = new int[Math.multiplyExact(tokens.size(), length)];
        for (int i = 0; i < tokens.size(); i++) {
            System.arraycopy(tokens.get(i), 0, batch, i * length, length);
        }
        return vectors(model.embedTexts(batch, tokens.size()));
    }

    private List<EmbeddingVector> vectors(float[] rows) {
        int width = model.config().embeddingSize();
        EmbeddingVector[] vectors = new EmbeddingVector[rows.length / width];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = new EmbeddingVector(Arrays.copyOfRange(rows, i * width, (i + 1) * width));
        }
        return List.of(vectors);
    }

    @Override
    public void close() {
        backend.close();
    }
}
