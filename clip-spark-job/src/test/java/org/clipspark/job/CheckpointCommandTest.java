package org.clipspark.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.clipspark.model.ClipModel;
import org.clipspark.model.ModelConfig;
import org.clipspark.model.checkpoint.Checkpoint;
import org.clipspark.model.checkpoint.CheckpointFiles;
import org.clipspark.model.checkpoint.SafetensorsFile;
import org.clipspark.model.compute.FloatVector;
import org.clipspark.model.compute.ParameterLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CheckpointCommandTest {
    private static final String CONFIG = """
            {"embed_dim": 4,
             "vision_cfg": {"image_size": 16, "patch_size": 8, "width": 8, "layers": 1, "head_width": 4},
             "text_cfg": {"context_length": 4, "vocab_size": 9, "width": 8, "heads": 2, "layers": 1}}
            """;
    private static final ParameterLayout LAYOUT = ClipModel.layoutOf(ModelConfig.parse(CONFIG));

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void anExportComesBackBitForBit() throws IOException {
        Path checkpoint = checkpoint();
        Path export = folder.resolve("export");
        Path back = folder.resolve("back");

        assertThat(run("export", checkpoint, "--output", export)).isZero();
        assertThat(run("import", export, "--output", back)).isZero();

        assertThat(back.resolve("model.safetensors")).hasSameBinaryContentAs(checkpoint.resolve("model.safetensors"));
        assertThat(export.resolve("open_clip_model.safetensors"))
                .hasSameBinaryContentAs(checkpoint.resolve("model.safetensors"));
        assertThat(back.resolve("import.json")).content().contains("\"source_sha256\"");
        assertThat(run("verify", back)).isZero();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void refusesAModelWithMissingOrUnexpectedTensorsUnlessAllowed() throws IOException {
        Path file = folder.resolve("part.safetensors");
        SafetensorsFile.write(
                file,
                new ParameterLayout.Builder().add("logit_scale").add("extra").build(),
                FloatVector.of(new float[] {1, 2}));
        Path config = Files.writeString(folder.resolve("model.json"), CONFIG);
        Path target = folder.resolve("imported");

        assertThat(run("import", file, "--model", config, "--output", target, "--allow-unexpected"))
                .isEqualTo(1);
        assertThat(err.toString()).contains(" parameters of the model, the first 'positional_embedding'; ");
        assertThat(run("import", file, "--model", config, "--output", target, "--allow-missing"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("has 1 tensors that the model lacks, the first 'extra'; ");
        assertThat(target).doesNotExist();
        assertThat(run("import", file, "--model", config, "--output", target, "--allow-missing", "--allow-unexpected"))
                .isZero();
        assertThat(Checkpoint.model(CheckpointFiles.folder(target)).floats("logit_scale"))
                .containsExactly(1);
        assertThat(Checkpoint.model(CheckpointFiles.folder(target)).floats("visual.ln_pre.weight"))
                .containsOnly(1);
    }

    @Test
    void neverImportsAnotherShape() throws IOException {
        Path file = folder.resolve("wide.safetensors");
        SafetensorsFile.write(
                file, new ParameterLayout.Builder().add("visual.proj", 9, 4).build(), FloatVector.of(new float[36]));
        Path config = Files.writeString(folder.resolve("model.json"), CONFIG);

        int code = run("import", file, "--model", config, "--output", folder.resolve("x"), "--allow-missing", "--json");

        assertThat(code).isEqualTo(1);
        assertThat(json().path("misshapen").get(0).asText())
                .isEqualTo("visual.proj has shape [9, 4], the model's is [8, 4]");
        assertThat(err.toString()).startsWith("clip: error: 1 tensors of " + file + " have another shape; the first: ");
    }

    @Test
    void asksForAnArchitecture() {
        Path file = folder.resolve("bare.safetensors");
        SafetensorsFile.write(file, LAYOUT, FloatVector.of(new float[(int) LAYOUT.size()]));

        assertThat(run("import", file, "--output", folder.resolve("x"))).isEqualTo(2);

        assertThat(err.toString())
                .isEqualToNormalizingNewlines("clip: error: No model config " + folder.resolve("open_clip_config.json")
                        + "; name one with --model\n");
    }

    @Test
    void verifyNamesTheDamage() throws IOException {
        Path checkpoint = checkpoint();
        Path weights = checkpoint.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 2] ^= 4;
        Files.write(weights, bytes);

        assertThat(run("verify", checkpoint, "--json")).isEqualTo(1);

        assertThat(json().path("ok").asBoolean()).isFalse();
        assertThat(json().path("problems").get(0).asText()).contains("model.safetensors is damaged");
    }

    @Test
    void inspectListsEveryTensor() throws IOException {
        Path checkpoint = checkpoint();

        assertThat(run("inspect", checkpoint, "--json")).isZero();
        JsonNode tensors = json().path("tensors");
        assertThat(run("inspect", checkpoint.resolve("model.safetensors"))).isZero();

        assertThat(tensors).hasSize(LAYOUT.entries().size());
        JsonNode last = tensors.get(tensors.size() - 1);
        assertThat(last.path("name").asText()).isEqualTo("logit_scale");
        assertThat(last.path("dtype").asText()).isEqualTo("F32");
        assertThat(last.path("shape")).isEmpty();
        assertThat(last.path("norm").asDouble()).isEqualTo((double) (LAYOUT.size() - 1));
        assertThat(out.toString()).contains("visual.proj              F32  [8, 4]             norm ");
    }

    @Test
    void averagesCheckpointsAndTakesTheMovingAverageOfThoseThatHaveOne() throws IOException {
        Path first = save("first", LAYOUT, filled(1), Map.of());
        Path second = save("second", LAYOUT, filled(100), Map.of(Checkpoint.EMA, filled(2)));
        Path third = checkpoint();
        Path soup = folder.resolve("soup");

        assertThat(run("average", first, second, third, "--output", soup, "--json"))
                .isZero();

        float[] expected = new float[32];
        float[] counted = Checkpoint.model(CheckpointFiles.folder(third)).floats("visual.proj");
        for (int i = 0; i < expected.length; i++) {
            expected[i] = (float) ((1.0 + 2.0 + counted[i]) / 3);
        }
        assertThat(Checkpoint.model(CheckpointFiles.folder(soup)).floats("visual.proj"))
                .isEqualTo(expected);
        assertThat(json().path("averaged").asInt()).isEqualTo(3);
        assertThat(soup.resolve("average.json")).content().contains(second.toString());
        assertThat(run("verify", soup)).isZero();
    }

    @Test
    void refusesToAverageCheckpointsOfOtherArchitectures() {
        Path first = save("first", LAYOUT, filled(1), Map.of());
        ParameterLayout small = new ParameterLayout.Builder().add("logit_scale").build();
        Path other = save("other", small, FloatVector.of(new float[1]), Map.of());

        assertThat(run("average", first, other, "--output", folder.resolve("soup")))
                .isEqualTo(2);
        assertThat(err.toString()).contains("lacks '").contains("cannot be averaged with the others");
        assertThat(folder.resolve("soup")).doesNotExist();
    }

    @Test
    void exportsWhatAnEvaluationMeasuresUnlessToldOtherwise() throws IOException {
        Path checkpoint = save("averaged", LAYOUT, filled(1), Map.of(Checkpoint.EMA, filled(2)));

        assertThat(run("export", checkpoint, "--output", folder.resolve("ema"))).isZero();
        assertThat(run("export", checkpoint, "--output", folder.resolve("last"), "--without-ema"))
                .isZero();

        assertThat(folder.resolve("ema/open_clip_model.safetensors"))
                .hasSameBinaryContentAs(checkpoint.resolve("ema.safetensors"));
        assertThat(folder.resolve("last/open_clip_model.safetensors"))
                .hasSameBinaryContentAs(checkpoint.resolve("model.safetensors"));
    }

    private static FloatVector filled(float value) {
        float[] values = new float[(int) LAYOUT.size()];
        Arrays.fill(values, value);
        return FloatVector.of(values);
    }

    private Path save(String name, ParameterLayout layout, FloatVector model, Map<String, FloatVector> others) {
        Path target = folder.resolve(name);
        Map<String, FloatVector> parts = new HashMap<>(others);
        parts.put(Checkpoint.MODEL, model);
        Checkpoint.save(
                CheckpointFiles.folder(target),
                layout,
                parts,
                Map.of("model_config", CONFIG, "state", "{\"run_id\": \"r1\", \"epoch\": 3}"));
        return target;
    }

    private JsonNode json() throws IOException {
        String last = out.toString().lines().reduce((first, second) -> second).orElseThrow();
        return new ObjectMapper().readTree(last);
    }

    private Path checkpoint() {
        float[] values = new float[(int) LAYOUT.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        Path target = folder.resolve("checkpoint");
        Checkpoint.save(
                CheckpointFiles.folder(target),
                LAYOUT,
                Map.of(Checkpoint.MODEL, FloatVector.of(values)),
                Map.of("model_config", CONFIG));
        return target;
    }

    private int run(Object... arguments) {
        String[] words = new String[arguments.length + 1];
        words[0] = "checkpoint";
        for (int i = 0; i < arguments.length; i++) {
            words[i + 1] = arguments[i].toString();
        }
        CommandLine command = ClipJob.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(words);
    }
}
