package org.clipspark.benchmarks.trainstep;

import java.util.List;
import java.util.Optional;
import org.clipspark.model.ModelConfig;
import org.clipspark.model.encoder.TextConfig;
import org.clipspark.model.encoder.VisionConfig;

/**
 * A model and a batch to measure.
 *
 * @param name as on the command line
 * @param config the model; GELU in its exact form
 * @param batch pairs of a step, {@code B}
 */
record TrainCase(String name, ModelConfig config, int batch) {
    private static final int VOCABULARY = 49408;

    private static final List<TrainCase> ALL = List.of(
            new TrainCase("small", model(192, vision(32, 4, 192, 6), text(32, 192, 3, 4)), 256),
            new TrainCase("vit-b-32-padded", model(512, vision(224, 32, 768, 12), text(77, 512, 8, 12)), 32));

    private static ModelConfig model(int embeddingSize, VisionConfig vision, TextConfig text) {
        return new ModelConfig(embeddingSize, Optional.empty(), vision, text);
    }

    private static VisionConfig vision(int imageSize, int patchSize, int width, int layers) {
        return new VisionConfig(imageSize, patchSize, width, layers, Optional.of(64), Optional.empty());
    }

    private static TextConfig text(int contextLength, int width, int heads, int layers) {
        return new TextConfig(contextLength, VOCABULARY, width, heads, layers, Optional.empty());
    }

    static List<String> names() {
        return ALL.stream().map(TrainCase::name).toList();
    }

    /**
     * The case of that name.
     *
     * @throws IllegalArgumentException if there is none; the message lists the names
     */
    static TrainCase named(String name) {
        return ALL.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Unknown case '" + name + "' (expected: " + String.join(", ", names()) + ")"));
    }
}
