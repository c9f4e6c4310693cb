package org.clipspark.job.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.clipspark.model.ClipModel;
import org.clipspark.model.ModelConfig;
import org.clipspark.model.checkpoint.Checkpoint;
import org.clipspark.model.checkpoint.CheckpointFiles;
import org.clipspark.model.checkpoint.SafetensorsFile;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.FloatVector;
import org.clipspark.model.compute.ParameterLayout;
import org.clipspark.model.exchange.OpenClipFolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitialWeightsTest {
    private static final String CONFIG = """
            {"embed_dim": 4,
             "vision_cfg": {"image_size": 16, "patch_size": 8, "width": 8, "layers": 1, "head_width": 4},
             "text_cfg": {"context_length": 4, "vocab_size": 9, "width": 8, "heads": 2, "layers": 1}}
            """;
    private static final ParameterLayout LAYOUT = ClipModel.layoutOf(ModelConfig.parse(CONFIG));

    @TempDir
    Path folder;

    private final Backend backend = Backend.named("onednn", new BackendSettings(ElementType.FLOAT32, 1));

    @AfterEach
    void close() {
        backend.close();
    }

    @Test
    void areDrawnByTheSeedIfNoneAreNamed() {
        ClipModel expected = model(CONFIG);
        expected.initialise(7);

        ClipModel model = model(CONFIG);
        InitialWeights weights = InitialWeights.named("", 7);
        weights.fill(model);

        assertThat(values(model)).isEqualTo(values(expected));
        assertThat(weights.lineage()).isEmpty();
    }

    @Test
    void areTheMovingAverageOfACheckpointThatKeepsOne() throws IOException, NoSuchAlgorithmException {
        Path checkpoint = checkpoint(Map.of(Checkpoint.MODEL, filled(LAYOUT, 1), Checkpoint.EMA, filled(LAYOUT, 2)));
        ClipModel model = model(CONFIG);

        InitialWeights weights = InitialWeights.named(checkpoint.toString(), 7);
        WeightsRemarks remarks = weights.fill(model);

        Path file = checkpoint.resolve("ema.safetensors");
        assertThat(values(model)).containsOnly(2);
        assertThat(weights.lineage())
                .containsOnly(
                        Map.entry("weights_source", file.toString()),
                        Map.entry(
                                "weights",
                                HexFormat.of()
                                        .formatHex(MessageDigest.getInstance("SHA-256")
                                                .digest(Files.readAllBytes(file)))));
        assertThat(remarks.resized()).isEmpty();
        assertThat(remarks.warnings()).isEmpty();
    }

    @Test
    void areTheFileOfACheckpointThatIsNamedItself() {
        Path checkpoint = checkpoint(Map.of(Checkpoint.MODEL, filled(LAYOUT, 1), Checkpoint.EMA, filled(LAYOUT, 2)));

        ClipModel model = model(CONFIG);
        InitialWeights.named(checkpoint.resolve("model.safetensors").toString(), 7)
                .fill(model);

        assertThat(values(model)).containsOnly(1);
    }

    @Test
    void comeFromAFolderOfOpenClip() {
        ClipModel drawn = model(CONFIG);
        drawn.initialise(3);
        Path checkpoint = checkpoint(Map.of(Checkpoint.MODEL, drawn.parameterVector()));
        Path export = folder.resolve("export");
        OpenClipFolder.write(export, Checkpoint.model(CheckpointFiles.folder(checkpoint)), CONFIG);

        ClipModel model = model(CONFIG);
        InitialWeights.named(export.toString(), 7).fill(model);

        assertThat(values(model)).isEqualTo(values(drawn));
    }

    @Test
    void getPositionsOfAnotherImageSizeAndContextLength() {
        Path checkpoint = checkpoint(Map.of(Checkpoint.MODEL, filled(LAYOUT, 1)));
        ClipModel larger = model(CONFIG.replace("\"image_size\": 16", "\"image_size\": 24")
                .replace("h\": 4, \"vocab", "h\": 6, \"vocab"));

        WeightsRemarks remarks = InitialWeights.named(checkpoint.toString(), 7).fill(larger);

        assertThat(remarks.resized())
                .containsExactly(
                        "positional_embedding from [4, 8] to [6, 8]",
                        "visual.positional_embedding from [5, 8] to [10, 8]");
        assertThat(values(larger)).usingComparatorWithPrecision(1e-6f).containsOnly(1f);
    }

    @Test
    void ofAnotherArchitectureAreRefusedInOneLine() {
        Path checkpoint = checkpoint(Map.of(Checkpoint.MODEL, filled(LAYOUT, 1)));
        InitialWeights weights = InitialWeights.named(checkpoint.toString(), 7);
        ClipModel deeper = model(CONFIG.replace("\"layers\": 1, \"head", "\"layers\": 2, \"head"));
        ClipModel wider = model(CONFIG.replace("\"embed_dim\": 4", "\"embed_dim\": 6"));

        assertThatThrownBy(() -> weights.fill(deeper))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("model.weights " + checkpoint.resolve("model.safetensors") + " does not fit model.config:"
                        + " 12 parameters of the model are missing (visual.transformer.resblocks.1.ln_1.weight,"
                        + " visual.transformer.resblocks.1.ln_1.bias,"
                        + " visual.transformer.resblocks.1.attn.in_proj_weight, ...)");
        assertThatThrownBy(() -> weights.fill(wider))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith(
                        " does not fit model.config: 2 tensors have another shape (text_projection has shape"
                                + " [8, 4], the model's is [8, 6], visual.proj has shape [8, 4], the model's is"
                                + " [8, 6])");
    }

    @Test
    void withTensorsThatTheModelLacksAreRefused() {
        ParameterLayout extra =
                new ParameterLayout.Builder().add("decoder.weight", 2).build();
        Path file = folder.resolve("extra.safetensors");
        SafetensorsFile.write(file, extra, filled(extra, 1));

        assertThatThrownBy(() -> InitialWeights.named(file.toString(), 7).fill(model(CONFIG)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("parameters of the model are missing (")
                .hasMessageEndingWith("; 1 tensors are not the model's (decoder.weight)");
    }

    @Test
    void thatAreNoNumbersAreRefused() {
        FloatVector values = filled(LAYOUT, 1);
        values.write(LAYOUT.entry("visual.proj").offset() + 3, new float[] {Float.NaN}, 0, 1);
        Path checkpoint = checkpoint(Map.of(Checkpoint.MODEL, values));

        assertThatThrownBy(() -> InitialWeights.named(checkpoint.toString(), 7).fill(model(CONFIG)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("model.weights " + checkpoint.resolve("model.safetensors")
                        + " has values that are not finite, the first in 'visual.proj'");
    }

    @Test
    void mustBeInThePlaceThatIsNamed() throws IOException {
        Path missing = folder.resolve("missing");
        Path empty = Files.createDirectory(folder.resolve("empty"));

        assertThatThrownBy(() -> InitialWeights.named(missing.toString(), 7))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("model.weights " + missing + ": no such file or folder");
        assertThatThrownBy(() -> InitialWeights.named(empty.toString(), 7))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("model.weights " + empty + " is a folder without weights (expected: a checkpoint, or"
                        + " open_clip_model.safetensors or model.safetensors in it)");
    }

    @Test
    void areRefusedIfTheFileIsDamagedOrOfAnotherKind() throws IOException {
        Path text = Files.writeString(folder.resolve("model.yaml"), "model: {config: conf/model/demo.json}\n");
        Path checkpoint = checkpoint(Map.of(Checkpoint.MODEL, filled(LAYOUT, 1)));
        Path weights = checkpoint.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 2] ^= 4;
        Files.write(weights, bytes);

        assertThatThrownBy(() -> InitialWeights.named(text.toString(), 7))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(text.toString());
        assertThatThrownBy(() -> InitialWeights.named(checkpoint.toString(), 7))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("model.safetensors is damaged");
    }

    private ClipModel model(String config) {
        return ClipModel.create(ModelConfig.parse(config), backend, 1);
    }

    private static FloatVector filled(ParameterLayout layout, float value) {
        float[] values = new float[(int) layout.size()];
        Arrays.fill(values, value);
        return FloatVector.of(values);
    }

    private static float[] values(ClipModel model) {
        FloatVector vector = model.parameterVector();
        float[] values = new float[(int) vector.size()];
        vector.read(0, values, 0, values.length);
        return values;
    }

    private Path checkpoint(Map<String, FloatVector> parts) {
        Path target = folder.resolve("checkpoint");
        Checkpoint.save(CheckpointFiles.folder(target), LAYOUT, parts, Map.of("model_config", CONFIG));
        return target;
    }
}
