package org.clipspark.job.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRecordTest {
    @TempDir
    Path folder;

    @Test
    void readsWhatItWrote() {
        RunRecord record = new RunRecord(
                Map.of("train", Map.of("batchSize", 128, "learningRate", 1e-3)),
                Map.of("shuffle", 7L),
                new RunRecord.Inputs(
                        "aa",
                        List.of(new RunRecord.Source("web", "data/web", "ab", 1.5, 10, 2, 1, 0)),
                        new RunRecord.Tombstones("ff", 3, 2),
                        "bb",
                        "cc",
                        "dd",
                        List.of("a photo of a {c}."),
                        new RunRecord.Weights("old", "ee")),
                new RunRecord.Build("0123abc", Map.of("java", "17"), Instant.parse("2026-01-02T03:04:05Z")),
                Map.of("replicas", "2"),
                List.of(new RunRecord.ParameterGroup(1e-3, 0.2, 6, List.of("proj"))));

        record.save(folder);

        assertThat(RunRecord.load(folder)).isEqualTo(record);
        assertThat(folder).isDirectoryContaining("glob:**run.json").isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        Path file = Files.writeString(folder.resolve("run.json"), "{\"config\":{}}");

        assertThatThrownBy(() -> RunRecord.load(folder))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("Cannot read " + file + ": Missing creator property 'seeds'");
    }

    @Test
    void refusesAConfigurationThatIsNoPlainData() {
        RunRecord record = new RunRecord(
                Map.of("train", new Object()),
                Map.of(),
                new RunRecord.Inputs(
                        "", List.of(), RunRecord.Tombstones.NONE, "", "", "", List.of(), RunRecord.Weights.DRAWN),
                new RunRecord.Build("", Map.of(), Instant.EPOCH),
                Map.of(),
                List.of());

        assertThatThrownBy(() -> record.save(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The run's configuration is no plain data");
    }
}
