package org.clipspark.job.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;
import org.clipspark.model.checkpoint.CheckpointFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HadoopCheckpointFilesTest {
    private static final Configuration HADOOP = ObjectStoreFileSystem.configuration();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"file", "objects"})
    void whatIsSavedIsLoaded(String scheme) throws IOException {
        InterruptedCheckpoint.save(files(scheme, "epoch-0001"), 7);

        assertThat(InterruptedCheckpoint.load(scheme + "://" + folder.resolve("epoch-0001"), HADOOP))
                .containsOnly(7);
        assertThat(names(folder)).containsExactly("epoch-0001");
        assertThat(names(folder.resolve("epoch-0001")))
                .containsExactly("checksums.json", "model.safetensors", "optimizer.safetensors", "state.json");
    }

    @Test
    void aKillAtAnyFileLosesNothing() throws IOException {
        InterruptedCheckpoint.losesNothing(HADOOP, "file://" + folder, InterruptedCheckpoint.Last.RENAME);
    }

    @Test
    void aKillAtAnyFileLosesNothingWithoutRename() throws IOException {
        InterruptedCheckpoint.losesNothing(HADOOP, "objects://" + folder, InterruptedCheckpoint.Last.MARKER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "objects"})
    void aFailureLeavesNothing(String scheme) throws IOException {
        for (int done = 0; done < InterruptedCheckpoint.OPERATIONS - 1; done++) {
            CheckpointFiles failing = new FaultyFiles(files(scheme, "epoch-0001"), done, FaultyFiles.Fault.DISK_FULL);

            assertThatThrownBy(() -> InterruptedCheckpoint.save(failing, 2))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("no space left");

            assertThat(names(folder)).as("failed after %d", done).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "objects"})
    void aCheckpointIsNeverOverwritten(String scheme) throws IOException {
        InterruptedCheckpoint.save(files(scheme, "epoch-0001"), 1);

        assertThatThrownBy(() -> InterruptedCheckpoint.save(files(scheme, "epoch-0001"), 2))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("exists already");

        assertThat(InterruptedCheckpoint.load(scheme + "://" + folder.resolve("epoch-0001"), HADOOP))
                .containsOnly(1);
    }

    @Test
    void everyLocalFileIsForcedToTheDisk() throws IOException {
        Configuration hadoop = new Configuration();
        hadoop.set("fs.file.impl", SyncRecorder.class.getName());
        hadoop.setBoolean("fs.file.impl.disable.cache", true);

        InterruptedCheckpoint.save(
                new HadoopCheckpointFiles(folder.resolve("epoch-0001").toString(), hadoop), 1);

        assertThat(SyncRecorder.SYNCED)
                .containsExactly("model.safetensors", "optimizer.safetensors", "state.json", "checksums.json");
    }

    /** Local files that say which of them were forced to the disk. */
    static final class SyncRecorder extends RawLocalFileSystem {
        private static final List<String> SYNCED = new CopyOnWriteArrayList<>();

        @Override
        public FSDataOutputStream create(
                org.apache.hadoop.fs.Path file,
                boolean overwrite,
                int bufferSize,
                short replication,
                long blockSize,
                Progressable progress)
                throws IOException {
            FSDataOutputStream out = super.create(file, overwrite, bufferSize, replication, blockSize, progress);
            return new FSDataOutputStream(out, statistics) {
                @Override
                public void hsync() throws IOException {
                    super.hsync();
                    SYNCED.add(file.getName());
                }
            };
        }
    }

    private HadoopCheckpointFiles files(String scheme, String name) throws IOException {
        return new HadoopCheckpointFiles(scheme + "://" + folder.resolve(name), HADOOP);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }
}
