package org.clipspark.job.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.clipspark.model.ModelConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActivationPairingTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            open_clip_config.json | {"model_cfg": {"quick_gelu": true, "vision_cfg": {}}}
            model_config.json     | {"quick_gelu": true, "vision_cfg": {}}
            config.json           | {"vision_config": {"hidden_act": "quick_gelu"}}
            config.json           | {"vision_config": {}}
            """)
    void warnsOfQuickGeluWeightsInAGeluModel(String name, String config) throws IOException {
        Path file = Files.writeString(folder.resolve(name), config);

        assertThat(warnings(model(false)))
                .containsExactly(
                        "the weights learnt with QuickGELU (" + file + "), the model has GELU: set quick_gelu to"
                                + " true in model.config, or take its twin with -quickgelu");
        assertThat(warnings(model(true))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            open_clip_config.json | {"model_cfg": {"vision_cfg": {}}}
            model_config.json     | {"quick_gelu": false, "vision_cfg": {}}
            config.json           | {"vision_config": {"hidden_act": "gelu"}}
            """)
    void warnsOfGeluWeightsInAQuickGeluModel(String name, String config) throws IOException {
        Path file = Files.writeString(folder.resolve(name), config);

        assertThat(warnings(model(true)))
                .containsExactly(
                        "the weights learnt with GELU (" + file + "), the model has QuickGELU: set quick_gelu to"
                                + " false in model.config, or take its twin without -quickgelu");
        assertThat(warnings(model(false))).isEmpty();
    }

    @Test
    void saysNothingWithoutAConfigOfAModel() throws IOException {
        Files.writeString(folder.resolve("config.json"), "{\"name\": \"something else\"}");

        assertThat(warnings(model(false))).isEmpty();
        assertThat(warnings(model(true))).isEmpty();
    }

    @Test
    void saysThatItCannotReadAConfig() throws IOException {
        Path file = Files.writeString(folder.resolve("config.json"), "not JSON");

        assertThat(warnings(model(false)))
                .singleElement()
                .asString()
                .startsWith(
                        "cannot tell whether the weights are of a model with QuickGELU or GELU: " + file + ": A model");
    }

    private List<String> warnings(ModelConfig model) {
        return ActivationPairing.warnings(folder.resolve("model.safetensors"), model);
    }

    private static ModelConfig model(boolean isQuick) {
        return ModelConfig.parse("""
                {"embed_dim": 4, "quick_gelu": %s,
                 "vision_cfg": {"image_size": 16, "patch_size": 8, "width": 8, "layers": 1, "head_width": 4},
                 "text_cfg": {"context_length": 4, "vocab_size": 9, "width": 8, "heads": 2, "layers": 1}}
                """.formatted(isQuick));
    }
}
