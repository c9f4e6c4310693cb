package org.clipspark.model.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.clipspark.model.ClipModel;
import org.clipspark.model.ModelConfig;
import org.clipspark.model.checkpoint.SafetensorsFile;
import org.clipspark.model.compute.FloatVector;
import org.clipspark.model.compute.ParameterLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForeignModelTest {
    private static final ModelConfig CONFIG = ModelConfig.parse("""
            {"embed_dim": 2,
             "vision_cfg": {"image_size": 8, "patch_size": 8, "width": 4, "layers": 1, "head_width": 2},
             "text_cfg": {"context_length": 3, "vocab_size": 7, "width": 4, "heads": 2, "layers": 1}}
            """);
    private static final ParameterLayout TINY = new ParameterLayout.Builder()
            .add("logit_scale")
            .add("text_projection", 2, 3)
            .build();

    @TempDir
    Path folder;

    @Test
    void readsWhatFitsAndReportsTheRest() {
        Path file = write(new ParameterLayout.Builder()
                .add("logit_scale", 1)
                .add("text_projection", 3, 2)
                .add("visual.extra", 2)
                .add("input_resolution")
                .build());
        float[] parameters = {1, 2, 3, 4, 5, 6, 7};

        ImportReport report = ForeignModel.open(file).read(TINY, FloatVector.of(parameters));

        assertThat(parameters).containsExactly(0, 2, 3, 4, 5, 6, 7);
        assertThat(report.scheme()).isEqualTo("open_clip");
        assertThat(report.missing()).isEmpty();
        assertThat(report.unexpected()).containsExactly("visual.extra");
        assertThat(report.misshapen()).containsExactly("text_projection has shape [3, 2], the model's is [2, 3]");
        assertThat(report.isComplete()).isFalse();
    }

    @Test
    void readsItsOwnExportBitForBit() {
        ParameterLayout layout = ClipModel.layoutOf(CONFIG);
        float[] values = counted(layout);
        values[1] = Float.MIN_VALUE;
        values[2] = -0f;
        Path file = folder.resolve("own.safetensors");
        SafetensorsFile.write(file, layout, FloatVector.of(values));
        float[] read = new float[values.length];

        assertThat(ForeignModel.open(file).read(layout, FloatVector.of(read)).isComplete())
                .isTrue();
        assertThat(read).isEqualTo(values);
    }

    @Test
    void takesWeightsOfADistributedTrainerAndOfTheOtherTextClass() {
        ParameterLayout.Builder replicated = new ParameterLayout.Builder();
        TINY.entries()
                .forEach(entry ->
                        replicated.add("module." + entry.name(), entry.shape().toArray()));
        ParameterLayout custom = new ParameterLayout.Builder()
                .add("logit_scale")
                .add("text.text_projection", 2, 3)
                .build();
        float[] values = new float[7];

        assertThat(read(replicated.build(), TINY, values).isComplete()).isTrue();
        assertThat(values).containsExactly(0, 1, 2, 3, 4, 5, 6);
        assertThat(read(TINY, custom, new float[7]).isComplete()).isTrue();
        assertThat(read(custom, TINY, new float[7]).isComplete()).isTrue();
    }

    @Test
    void mapsTheNamesOfTransformers() {
        ParameterLayout layout = ClipModel.layoutOf(CONFIG);
        ParameterLayout source = transformersLayout();
        float[] values = new float[(int) layout.size()];

        ImportReport report = read(source, layout, values);

        assertThat(report.scheme()).isEqualTo("transformers");
        assertThat(report.isComplete()).as("%s", report).isTrue();
        assertSame(
                layout,
                "transformer.resblocks.0.attn.in_proj_weight",
                values,
                0,
                source,
                "text_model.encoder.layers.0.self_attn.q_proj.weight");
        assertSame(
                layout,
                "transformer.resblocks.0.attn.in_proj_weight",
                values,
                16,
                source,
                "text_model.encoder.layers.0.self_attn.k_proj.weight");
        assertSame(
                layout,
                "visual.transformer.resblocks.0.attn.in_proj_bias",
                values,
                8,
                source,
                "vision_model.encoder.layers.0.self_attn.v_proj.bias");
        assertSame(
                layout,
                "visual.transformer.resblocks.0.mlp.c_proj.weight",
                values,
                0,
                source,
                "vision_model.encoder.layers.0.mlp.fc2.weight");
        assertSame(layout, "visual.ln_pre.bias", values, 0, source, "vision_model.pre_layrnorm.bias");
        long projection = source.entry("visual_projection.weight").offset();
        int ours = (int) layout.entry("visual.proj").offset();
        assertThat(values[ours + 1]).as("row 0, column 1").isEqualTo((float) (projection + 4));
        assertThat(values[ours + 2]).as("row 1, column 0").isEqualTo((float) (projection + 1));
    }

    @Test
    void takesAnAttentionWithoutItsKeysForMissing() {
        ParameterLayout layout = new ParameterLayout.Builder()
                .add("transformer.resblocks.0.attn.in_proj_bias", 6)
                .build();
        String attention = "text_model.encoder.layers.0.self_attn.";
        ParameterLayout source = new ParameterLayout.Builder()
                .add(attention + "q_proj.bias", 2)
                .add(attention + "v_proj.bias", 2)
                .build();
        float[] values = new float[6];

        ImportReport report = read(source, layout, values);

        assertThat(report.missing()).containsExactly("transformer.resblocks.0.attn.in_proj_bias");
        assertThat(values).containsOnly(0);
    }

    @Test
    void convertsHalfPrecisionExactly() throws IOException {
        String header = """
                {"logit_scale":{"dtype":"BF16","shape":[],"data_offsets":[0,2]},
                "text_projection":{"dtype":"F16","shape":[2,3],"data_offsets":[2,14]}}""";
        ByteBuffer file = ByteBuffer.allocate(8 + header.length() + 14).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
        file.putShort((short) 0x4049);
        for (int half : new int[] {0x3C01, 0x0001, 0x83FF, 0x7BFF, 0x8000, 0xFC00}) {
            file.putShort((short) half);
        }
        Path path = Files.write(folder.resolve("half.safetensors"), file.array());
        float[] values = new float[7];

        ForeignModel.open(path).read(TINY, FloatVector.of(values));

        assertThat(values)
                .containsExactly(3.140625f, 1 + 0x1p-10f, 0x1p-24f, -0x1.ff8p-15f, 65504, -0f, Float.NEGATIVE_INFINITY);
    }

    @Test
    void refusesAVectorOfAnotherSize() {
        ForeignModel model = ForeignModel.open(write(TINY));

        assertThatThrownBy(() -> model.read(TINY, FloatVector.of(new float[6])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A vector of 6 floats does not fit a layout of 7");
        assertThat(model.sha256())
                .hasSize(64)
                .isEqualTo(ForeignModel.open(model.file()).sha256());
    }

    private static ParameterLayout transformersLayout() {
        ParameterLayout.Builder names = new ParameterLayout.Builder()
                .add("logit_scale")
                .add("text_model.embeddings.position_ids", 1, 3)
                .add("text_model.embeddings.token_embedding.weight", 7, 4)
                .add("text_model.embeddings.position_embedding.weight", 3, 4)
                .add("text_model.final_layer_norm.weight", 4)
                .add("text_model.final_layer_norm.bias", 4)
                .add("text_projection.weight", 2, 4)
                .add("vision_model.embeddings.class_embedding", 4)
                .add("vision_model.embeddings.patch_embedding.weight", 4, 3, 8, 8)
                .add("vision_model.embeddings.position_embedding.weight", 2, 4)
                .add("visual_projection.weight", 2, 4);
        for (String norm : new String[] {"pre_layrnorm", "post_layernorm"}) {
            names.add("vision_model." + norm + ".weight", 4).add("vision_model." + norm + ".bias", 4);
        }
        for (String tower : new String[] {"text_model", "vision_model"}) {
            String layer = tower + ".encoder.layers.0.";
            for (String square : new String[] {"q_proj", "k_proj", "v_proj", "out_proj"}) {
                names.add(layer + "self_attn." + square + ".weight", 4, 4)
                        .add(layer + "self_attn." + square + ".bias", 4);
            }
            names.add(layer + "layer_norm1.weight", 4).add(layer + "layer_norm1.bias", 4);
            names.add(layer + "layer_norm2.weight", 4).add(layer + "layer_norm2.bias", 4);
            names.add(layer + "mlp.fc1.weight", 16, 4).add(layer + "mlp.fc1.bias", 16);
            names.add(layer + "mlp.fc2.weight", 4, 16).add(layer + "mlp.fc2.bias", 4);
        }
        return names.build();
    }

    private static void assertSame(
            ParameterLayout layout, String name, float[] values, int from, ParameterLayout source, String foreign) {
        ParameterLayout.Entry entry = source.entry(foreign);
        int start = (int) layout.entry(name).offset() + from;
        for (int i = 0; i < entry.shape().size(); i++) {
            assertThat(values[start + i]).as("%s[%d]", name, from + i).isEqualTo((float) (entry.offset() + i));
        }
    }

    private ImportReport read(ParameterLayout source, ParameterLayout layout, float[] values) {
        return ForeignModel.open(write(source)).read(layout, FloatVector.of(values));
    }

    private Path write(ParameterLayout layout) {
        Path file = folder.resolve("foreign.safetensors");
        SafetensorsFile.write(file, layout, FloatVector.of(counted(layout)));
        return file;
    }

    private static float[] counted(ParameterLayout layout) {
        float[] values = new float[(int) layout.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        return values;
    }
}
