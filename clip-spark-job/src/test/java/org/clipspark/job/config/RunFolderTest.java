package org.clipspark.job.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    @TempDir
    Path parent;

    @Test
    void createsTheFolderWithItsParents() {
        Path folder = parent.resolve("a/b");

        assertThat(RunFolder.claim(new RunSettings(folder.toString(), 1, false)))
                .isEqualTo(folder)
                .isDirectory();
    }

    @Test
    void refusesAFolderThatHoldsARun() throws IOException {
        Files.writeString(parent.resolve(RunFolder.METRICS), "{}");

        assertThatThrownBy(() -> RunFolder.claim(new RunSettings(parent.toString(), 1, false)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("run.directory " + parent + " already holds a run (metrics.jsonl): choose another folder or"
                        + " set run.overwrite=true");
    }

    @Test
    void overwritesResultsAndNothingElse() throws IOException {
        Path checkpoint = parent.resolve(RunFolder.CHECKPOINTS).resolve("epoch-1");
        Files.createDirectories(checkpoint);
        Files.writeString(checkpoint.resolve("model.safetensors"), "weights");
        Path notes = Files.writeString(parent.resolve("notes.txt"), "mine");

        RunFolder.claim(new RunSettings(parent.toString(), 1, true));

        assertThat(parent.resolve(RunFolder.CHECKPOINTS)).doesNotExist();
        assertThat(notes).exists();
    }

    @Test
    void refusesAFileInItsPlace() throws IOException {
        Path file = Files.writeString(parent.resolve("file"), "");

        assertThatThrownBy(() -> RunFolder.claim(new RunSettings(file.toString(), 1, true)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("Cannot create run.directory " + file + ": a file is in its place");
    }
}
