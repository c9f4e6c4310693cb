package org.clipspark.job;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.clipspark.model.ClipModel;
import org.clipspark.model.ModelConfig;
import org.clipspark.model.ModelCost;
import org.clipspark.model.compute.ParameterLayout;

/**
 * What a model takes.
 *
 * @param name file name of its configuration, without the ending
 * @param config the configuration
 * @param imageParameters parameters of the image tower
 * @param textParameters parameters of the text tower, and those that are in neither
 * @param cost operations of one pair, forward
 */
record ModelSize(String name, ModelConfig config, long imageParameters, long textParameters, ModelCost.Pair cost) {
    private static final String IMAGE_TOWER = "visual.";

    /** Sizes by shape arithmetic: no weight is allocated. */
    static ModelSize of(Path file) {
        ModelConfig config = ModelConfig.load(file);
        ParameterLayout layout = ClipModel.layoutOf(config);
        long image = layout.trainedEntries().stream()
                .filter(entry -> entry.name().startsWith(IMAGE_TOWER))
                .mapToLong(entry -> entry.shape().size())
                .sum();
        String name = file.getFileName().toString().replaceFirst("\\.json$", "");
        return new ModelSize(name, config, image, layout.trainedSize() - image, ModelCost.ofPair(config));
    }

    /** One line for people. */
    String summary() {
        return String.format(
                Locale.ROOT,
                "%9.2f M parameters  %8.2f GFLOPs  %s px",
                (imageParameters + textParameters) * 1e-6,
                (cost.imageOperations() + cost.textOperations()) * 1e-9,
                config.vision().size());
    }

    /** Every figure by name; operations are those of the products of one pair, forward, text at full length. */
    Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("name", name);
        figures.put("image_size", config.vision().size());
        figures.put("context_length", config.text().contextLength());
        figures.put("embed_dim", config.embeddingSize());
        figures.put("parameters", imageParameters + textParameters);
        figures.put("image_parameters", imageParameters);
        figures.put("text_parameters", textParameters);
        figures.put("gflops", (cost.imageOperations() + cost.textOperations()) * 1e-9);
        figures.put("image_gflops", cost.imageOperations() * 1e-9);
        figures.put("text_gflops", cost.textOperations() * 1e-9);
        return figures;
    }
}
