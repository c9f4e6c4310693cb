package org.clipspark.benchmarks.trainstep;

import java.util.List;
import org.clipspark.model.ModelConfig;

/**
 * A model and a batch to measure.
 *
 * @param name as on the command line
 * @param config the model; GELU in its exact form
 * @param batch pairs of a step, {@code B}
 * @param lengths of the texts
 */
public record TrainCase(String name, ModelConfig config, int batch, TextLengths lengths) {
    private static final ModelConfig SMALL = ModelConfig.parse("""
            {"embed_dim": 192,
             "vision_cfg": {"image_size": 32, "patch_size": 4, "width": 192, "layers": 6, "head_width": 64},
             "text_cfg": {"context_length": 32, "vocab_size": 49408, "width": 192, "heads": 3, "layers": 4}}
            """);
    private static final ModelConfig VIT_B_32 = ModelConfig.parse("""
            {"embed_dim": 512,
             "vision_cfg": {"image_size": 224, "patch_size": 32, "width": 768, "layers": 12, "head_width": 64},
             "text_cfg": {"context_length": 77, "vocab_size": 49408, "width": 512, "heads": 8, "layers": 12}}
            """);
    private static final ModelConfig RN50 = ModelConfig.parse("""
            {"embed_dim": 1024,
             "vision_cfg": {"image_size": 224, "layers": [3, 4, 6, 3], "width": 64, "patch_size": null},
             "text_cfg": {"context_length": 77, "vocab_size": 49408, "width": 512, "heads": 8, "layers": 12}}
            """);

    private static final List<TrainCase> ALL = List.of(
            new TrainCase("small", SMALL, 256, TextLengths.FULL),
            new TrainCase("vit-b-32-padded", VIT_B_32, 32, TextLengths.FULL),
            new TrainCase("vit-b-32-captions", VIT_B_32, 32, TextLengths.CC3M),
            new TrainCase("rn50", RN50, 16, TextLengths.FULL));

    static List<String> names() {
        return ALL.stream().map(TrainCase::name).toList();
    }

    /**
     * The case of that name.
     *
     * @throws IllegalArgumentException if there is none; the message lists the names
     */
    public static TrainCase named(String name) {
        return ALL.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Unknown case '" + name + "' (expected: " + String.join(", ", names()) + ")"));
    }
}
