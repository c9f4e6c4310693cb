package org.clipspark.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.clipspark.model.compute.FloatVector;
import org.clipspark.model.compute.ParameterLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointAuditTest {
    @TempDir
    Path folder;

    private static final ParameterLayout LAYOUT =
            new ParameterLayout.Builder().add("logit_scale").add("proj", 2, 2).build();

    @Test
    void findsNothingWrongWithASoundCheckpoint() {
        assertThat(audit(1, LAYOUT)).isEqualTo(new CheckpointAudit(2, 2, 5, java.util.List.of()));
    }

    @Test
    void countsValuesThatAreNotFinite() {
        assertThat(audit(Float.NaN, LAYOUT).problems()).containsExactly("proj has 4 elements that are not finite");
        assertThat(audit(Float.NEGATIVE_INFINITY, LAYOUT).problems()).hasSize(1);
    }

    @Test
    void comparesNamesAndShapesWithTheArchitecture() {
        ParameterLayout other = new ParameterLayout.Builder()
                .add("proj", 4, 1)
                .add("logit_bias")
                .build();

        assertThat(audit(1, other).problems())
                .containsExactly(
                        "proj has shape [2, 2], the architecture's is [4, 1]",
                        "logit_bias is missing",
                        "logit_scale is no parameter of the architecture");
    }

    @Test
    void reportsDamageInsteadOfThrowing() throws IOException {
        audit(1, LAYOUT);
        Path weights = folder.resolve("c").resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 1] ^= 1;
        Files.write(weights, bytes);

        CheckpointAudit damaged = CheckpointAudit.of(files(), config -> LAYOUT);
        Files.delete(weights);
        CheckpointAudit missing = CheckpointAudit.of(files(), config -> LAYOUT);

        assertThat(damaged.problems())
                .singleElement()
                .asString()
                .contains("model.safetensors is damaged: its SHA-256 is not the one that was written");
        assertThat(missing.problems()).singleElement().asString().contains("NoSuchFileException");
    }

    @Test
    void saysThatTheArchitectureIsUnknown() {
        save(1);

        CheckpointAudit audit = CheckpointAudit.of(files(), config -> {
            throw new IllegalArgumentException("no such tower");
        });

        assertThat(audit.problems()).containsExactly("model_config.json: no such tower");
    }

    private CheckpointAudit audit(float value, ParameterLayout layout) {
        save(value);
        return CheckpointAudit.of(files(), config -> layout);
    }

    private void save(float value) {
        float[] values = {1, value, value, value, value};
        try {
            if (Files.exists(folder.resolve("c"))) {
                Files.move(folder.resolve("c"), folder.resolve("old"));
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        Checkpoint.save(files(), LAYOUT, Map.of("model", FloatVector.of(values)), Map.of("model_config", "{}"));
    }

    private CheckpointFiles files() {
        return CheckpointFiles.folder(folder.resolve("c"));
    }
}
