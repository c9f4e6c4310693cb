package org.clipspark.job.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.clipspark.model.ClipModel;
import org.clipspark.model.ModelConfig;
import org.clipspark.model.checkpoint.Checkpoint;
import org.clipspark.model.checkpoint.CheckpointFiles;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.exchange.OpenClipFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointSourceTest {
    private static final Configuration HADOOP = new Configuration();

    @TempDir
    Path folder;

    private Path model;

    @BeforeEach
    void writeModel() throws IOException {
        model = Files.writeString(folder.resolve("model.json"), """
                {"embed_dim": 4,
                 "vision_cfg": {"image_size": 8, "patch_size": 8, "width": 8, "layers": 1, "head_width": 8},
                 "text_cfg": {"context_length": 8, "vocab_size": 600, "width": 8, "heads": 1, "layers": 1}}
                """);
    }

    @Test
    void saysWhatItIs() {
        Path written = SmallCheckpoint.write(folder.resolve("epoch-0003"), model, 1);

        CheckpointSource source = CheckpointSource.open(written + "/", HADOOP);

        assertThat(source.name()).isEqualTo("epoch-0003");
        assertThat(source.model().embeddingSize()).isEqualTo(4);
        assertThat(source.contentHash()).matches("[0-9a-f]{64}");
        assertThat(source.epoch()).hasValue(3);
        assertThat(source.step()).hasValue(30);
        assertThat(source.samplesSeen()).hasValue(960);
        assertThat(source.lineage()).containsEntry("model", "abc");
    }

    @Test
    void givesTheParametersOrTheirMovingAverage() {
        float[] plain =
                first(SmallCheckpoint.write(folder.resolve("plain"), model, 1).toString());
        float[] averaged = first(SmallCheckpoint.writeAveraged(folder.resolve("averaged"), model, 1)
                .toString());

        assertThat(plain).isEqualTo(drawn(1));
        assertThat(averaged).isEqualTo(drawn(SmallCheckpoint.AVERAGE_SEED));
    }

    @Test
    void opensWeightsOfAnotherProgram() {
        Path written = SmallCheckpoint.write(folder.resolve("plain"), model, 1);
        Path exported = folder.resolve("exported");
        OpenClipFolder.write(
                exported,
                Checkpoint.model(CheckpointFiles.folder(written)),
                ModelConfig.load(model).toJson());

        assertThat(first(exported.toString())).isEqualTo(drawn(1));
        assertThat(CheckpointSource.open(exported.toString(), HADOOP).epoch()).isEmpty();
    }

    @Test
    void refusesWhatWasWrittenAnewMeanwhile() {
        Path written = SmallCheckpoint.write(folder.resolve("one"), model, 1);
        CheckpointSource source = CheckpointSource.open(written.toString(), HADOOP);
        Path other = SmallCheckpoint.write(folder.resolve("two"), model, 2);

        assertThatThrownBy(() -> withModel(target -> {
                    exchange(written, other);
                    source.load(target, HADOOP);
                }))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage(
                        "Cannot read checkpoint " + written + ": it was written anew since it was opened; start again");
    }

    private static void exchange(Path one, Path two) {
        try {
            Files.move(one, one.resolveSibling("away"));
            Files.move(two, one);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void saysThatThereIsNone() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));

        assertThatThrownBy(() -> CheckpointSource.open(empty.toString(), HADOOP))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("No checkpoint at " + empty + ": expected a folder with checksums.json, or on a local disk"
                        + " weights beside open_clip_config.json");
    }

    private float[] first(String location) {
        float[] values = new float[16];
        CheckpointSource source = CheckpointSource.open(location, HADOOP);
        withModel(target -> {
            source.load(target, HADOOP);
            target.parameterVector().read(0, values, 0, values.length);
        });
        return values;
    }

    private float[] drawn(long seed) {
        float[] values = new float[16];
        withModel(target -> {
            target.initialise(seed);
            target.parameterVector().read(0, values, 0, values.length);
        });
        return values;
    }

    private void withModel(Consumer<ClipModel> use) {
        try (Backend backend = Backend.named("onednn", new BackendSettings(ElementType.FLOAT32, 1))) {
            use.accept(ClipModel.create(ModelConfig.load(model), backend, 1));
        }
    }
}
