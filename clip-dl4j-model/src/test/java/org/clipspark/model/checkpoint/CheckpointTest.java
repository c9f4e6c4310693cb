package org.clipspark.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.clipspark.model.compute.FloatVector;
import org.clipspark.model.compute.ParameterLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
    @TempDir
    Path folder;

    private static final ParameterLayout LAYOUT = new ParameterLayout.Builder()
            .add("logit_scale")
            .add("text_projection", 2, 2)
            .build();
    private static final FloatVector MODEL = FloatVector.of(new float[] {1, 2, 3, 4, 5});

    @Test
    void bringsVectorsAndDocumentsBack() {
        float[] model = new float[5];
        float[] first = new float[5];
        CheckpointFiles files = saved();

        Map<String, String> documents = Checkpoint.load(
                files, LAYOUT, Map.of("model", FloatVector.of(model), "firstMoment", FloatVector.of(first)));

        assertThat(model).containsExactly(1, 2, 3, 4, 5);
        assertThat(first).containsExactly(6, 7, 8, 9, 10);
        assertThat(documents).isEqualTo(Map.of("state", "{\"step\": 3}"));
        assertThat(Checkpoint.documents(files)).isEqualTo(documents);
        assertThat(Checkpoint.verify(files))
                .containsExactlyInAnyOrder("model.safetensors", "optimizer.safetensors", "state.json");
    }

    @Test
    void isWhereItsChecksumsAre() throws IOException {
        saved();

        assertThat(Checkpoint.isIn(folder.resolve("step-3"))).isTrue();
        Files.delete(folder.resolve("step-3/checksums.json"));
        assertThat(Checkpoint.isIn(folder.resolve("step-3"))).isFalse();
    }

    @Test
    void writesOptimizerStateUnderPrefixedNames() {
        saved();

        SafetensorsFile file = SafetensorsFile.open(folder.resolve("step-3/optimizer.safetensors"));

        assertThat(file.entries().stream().map(SafetensorsFile.Entry::name))
                .containsExactly(
                        "firstMoment/logit_scale",
                        "firstMoment/text_projection",
                        "secondMoment/logit_scale",
                        "secondMoment/text_projection");
    }

    @Test
    void appearsWholeOrNotAtAll() throws IOException {
        FloatVector failing = new FloatVector() {
            @Override
            public long size() {
                return 5;
            }

            @Override
            public void read(long offset, float[] to, int toIndex, int count) {
                throw new IllegalStateException("device lost");
            }

            @Override
            public void write(long offset, float[] from, int fromIndex, int count) {
                throw new IllegalStateException("device lost");
            }
        };

        assertThatThrownBy(() ->
                        Checkpoint.save(files(), LAYOUT, Map.of("model", MODEL, "firstMoment", failing), Map.of()))
                .hasMessage("device lost");
        assertThatThrownBy(() -> SafetensorsFile.write(folder.resolve("export"), LAYOUT, failing))
                .hasMessage("device lost");

        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void takesOverAfterACrashInTheMiddleOfASave() throws IOException {
        Files.createDirectory(folder.resolve(".step-3.part"));
        Files.writeString(folder.resolve(".step-3.part/model.safetensors"), "half");

        saved();

        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(folder.resolve("step-3"));
        }
    }

    @Test
    void neverOverwritesACheckpoint() {
        saved();

        assertThatThrownBy(this::saved)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("Cannot write checkpoint " + folder.resolve("step-3") + ": ")
                .hasMessageEndingWith("a checkpoint is never overwritten");
    }

    @Test
    void namesTheDamagedFile() throws IOException {
        for (String name : new String[] {"model.safetensors", "optimizer.safetensors", "state.json"}) {
            CheckpointFiles files = CheckpointFiles.folder(folder.resolve("damaged-" + name));
            save(files);
            Path file = folder.resolve("damaged-" + name).resolve(name);
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length - 2] ^= 1;
            Files.write(file, bytes);

            assertThatThrownBy(() -> load(files))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(name + " is damaged: its SHA-256 is not the one that was written");

            Files.write(file, new byte[3]);
            assertThatThrownBy(() -> Checkpoint.verify(files))
                    .hasMessageContaining(name + " is damaged: 3 bytes, written were " + bytes.length);

            Files.delete(file);
            assertThatThrownBy(() -> load(files)).hasMessageContaining("NoSuchFileException");
        }
    }

    @Test
    void refusesAFolderWithoutAListOfFiles() throws IOException {
        CheckpointFiles files = saved();
        Path list = folder.resolve("step-3/checksums.json");
        for (String text : new String[] {
            "",
            "[]",
            "{\"files\": 3}",
            "{\"files\": {\"../x\": {\"bytes\": 1, \"sha256\": \"\"}}}",
            "{\"files\": {\"x\": 1}}"
        }) {
            Files.writeString(list, text);
            assertThatThrownBy(() -> load(files)).hasMessageEndingWith("checksums.json is damaged");
        }
        Files.delete(list);
        assertThatThrownBy(() -> load(files))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("Cannot read checkpoint " + folder.resolve("step-3"));
    }

    @Test
    void refusesAnotherModelsLayout() {
        CheckpointFiles files = saved();
        ParameterLayout turned = new ParameterLayout.Builder()
                .add("logit_scale")
                .add("text_projection", 4)
                .build();
        ParameterLayout other =
                new ParameterLayout.Builder().add("logit_scale").add("bias", 4).build();

        assertThatThrownBy(() -> Checkpoint.load(files, turned, Map.of("model", FloatVector.of(new float[5]))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'text_projection' of ")
                .hasMessageEndingWith("has shape [2, 2], the model's is [4]");
        assertThatThrownBy(() -> Checkpoint.load(files, other, Map.of("model", FloatVector.of(new float[5]))))
                .hasMessageEndingWith("has 1 of the 2 tensors that the model needs");
    }

    @Test
    void refusesImpossibleParts() {
        Map<String, FloatVector> model = Map.of("model", MODEL);

        assertThatThrownBy(() -> Checkpoint.save(files(), LAYOUT, Map.of("ema", MODEL), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A checkpoint needs the part 'model', got [ema]");
        assertThatThrownBy(
                        () -> Checkpoint.save(files(), LAYOUT, Map.of("model", FloatVector.of(new float[4])), Map.of()))
                .hasMessage("Part 'model' of 4 floats does not fit a layout of 5");
        assertThatThrownBy(() -> Checkpoint.save(files(), LAYOUT, model, Map.of("state", "{")))
                .hasMessageStartingWith("Document 'state' is not JSON: ");
        assertThatThrownBy(() -> Checkpoint.save(files(), LAYOUT, model, Map.of("../state", "{}")))
                .hasMessage("A document cannot be called '../state'");
        assertThatThrownBy(() -> Checkpoint.save(files(), LAYOUT, model, Map.of("checksums", "{}")))
                .hasMessage("A document cannot be called 'checksums'");
    }

    @Test
    void handsOutTheModelsFile() throws IOException {
        SafetensorsFile file = Checkpoint.model(saved());
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        file.copyTo(copy);

        assertThat(file.floats("text_projection")).containsExactly(2, 3, 4, 5);
        assertThat(copy.toByteArray())
                .isEqualTo(Files.readAllBytes(folder.resolve("step-3").resolve("model.safetensors")));
    }

    @Test
    void theMovingAverageHasAFileOfItsOwnThatIsPreferredForEvaluation() {
        FloatVector average = FloatVector.of(new float[] {5, 4, 3, 2, 1});
        Checkpoint.save(files(), LAYOUT, Map.of("model", MODEL, "ema", average), Map.of());
        float[] read = new float[5];
        Checkpoint.load(files(), LAYOUT, Map.of("ema", FloatVector.of(read)));

        assertThat(read).containsExactly(5, 4, 3, 2, 1);
        assertThat(Checkpoint.evaluated(files()).floats("text_projection")).containsExactly(4, 3, 2, 1);
        assertThat(Checkpoint.model(files()).floats("text_projection")).containsExactly(2, 3, 4, 5);
        assertThat(folder.resolve("step-3").resolve("optimizer.safetensors")).doesNotExist();
    }

    private CheckpointFiles files() {
        return CheckpointFiles.folder(folder.resolve("step-3"));
    }

    private CheckpointFiles saved() {
        return save(files());
    }

    private static CheckpointFiles save(CheckpointFiles files) {
        Checkpoint.save(
                files,
                LAYOUT,
                Map.of(
                        "model", MODEL,
                        "firstMoment", FloatVector.of(new float[] {6, 7, 8, 9, 10}),
                        "secondMoment", FloatVector.of(new float[] {0, 0, 0, 0, 1})),
                Map.of("state", "{\"step\": 3}"));
        return files;
    }

    private static Map<String, String> load(CheckpointFiles files) {
        return Checkpoint.load(
                files,
                LAYOUT,
                Map.of("model", FloatVector.of(new float[5]), "secondMoment", FloatVector.of(new float[5])));
    }
}
