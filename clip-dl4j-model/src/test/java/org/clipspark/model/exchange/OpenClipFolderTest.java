package org.clipspark.model.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.clipspark.model.checkpoint.SafetensorsFile;
import org.clipspark.model.compute.FloatVector;
import org.clipspark.model.compute.ParameterLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenClipFolderTest {
    private static final ParameterLayout LAYOUT =
            new ParameterLayout.Builder().add("logit_scale").build();

    @TempDir
    Path folder;

    @Test
    void writesWeightsAndConfigUnderTheNamesOfTheHub() throws IOException {
        Path export = folder.resolve("export");

        OpenClipFolder.write(export, weights(), "{\"embed_dim\": 5}");

        assertThat(export.resolve("open_clip_model.safetensors")).hasSameBinaryContentAs(folder.resolve("w"));
        JsonNode config = new ObjectMapper().readTree(Files.readString(export.resolve("open_clip_config.json")));
        assertThat(config.path("model_cfg").path("embed_dim").asInt()).isEqualTo(5);
        assertThat(config.path("preprocess_cfg").path("mean").get(2).asDouble()).isEqualTo(0.40821073);
        assertThat(config.path("preprocess_cfg").path("std").get(0).asDouble()).isEqualTo(0.26862954);
        assertThat(config.path("preprocess_cfg").path("interpolation").asText()).isEqualTo("bicubic");
        assertThat(OpenClipFolder.modelConfig(export.resolve("open_clip_config.json")))
                .isEqualTo("{\"embed_dim\":5}");
    }

    @Test
    void findsOpenClipsWeightsBeforeThoseOfTransformers() throws IOException {
        Path ofTransformers = Files.createFile(folder.resolve("model.safetensors"));

        assertThat(OpenClipFolder.weights(folder)).isEqualTo(ofTransformers);
        Path ofOpenClip = Files.createFile(folder.resolve("open_clip_model.safetensors"));
        assertThat(OpenClipFolder.weights(folder)).isEqualTo(ofOpenClip);
    }

    @Test
    void neverReplacesAFolder() {
        Path export = folder.resolve("export");
        SafetensorsFile weights = weights();
        OpenClipFolder.write(export, weights, "{}");

        assertThatThrownBy(() -> OpenClipFolder.write(export, weights, "{}"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("Cannot write " + export + ": FileAlreadyExistsException");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void refusesAConfigThatIsNone() throws IOException {
        Path bare = Files.writeString(folder.resolve("bare.json"), "{\"embed_dim\": 7}");
        Path text = Files.writeString(folder.resolve("text.json"), "[1]");
        Path huge = Files.write(folder.resolve("huge.json"), new byte[(1 << 20) + 1]);

        assertThat(OpenClipFolder.modelConfig(bare)).isEqualTo("{\"embed_dim\":7}");
        assertThatThrownBy(() -> OpenClipFolder.modelConfig(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A model config is a JSON object, got ARRAY");
        assertThatThrownBy(() -> OpenClipFolder.modelConfig(huge))
                .hasMessage("Model config " + huge + " has 1048577 bytes, at most 1048576 expected");
        assertThatThrownBy(() -> OpenClipFolder.modelConfig(folder.resolve("none")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("Cannot read model config " + folder.resolve("none"));
    }

    private SafetensorsFile weights() {
        Path file = folder.resolve("w");
        SafetensorsFile.write(file, LAYOUT, FloatVector.of(new float[] {3}));
        return SafetensorsFile.open(file);
    }
}
