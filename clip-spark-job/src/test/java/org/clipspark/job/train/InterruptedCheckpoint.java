package org.clipspark.job.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.clipspark.model.checkpoint.Checkpoint;
import org.clipspark.model.checkpoint.CheckpointFiles;
import org.clipspark.model.compute.FloatVector;
import org.clipspark.model.compute.ParameterLayout;

/** Checkpoints of one small tensor, whose writing is interrupted at every point. */
final class InterruptedCheckpoint {
    static final ParameterLayout LAYOUT =
            new ParameterLayout.Builder().add("weight", 2, 3).build();

    /** Three files, their checksums, and what makes them a checkpoint. */
    static final int OPERATIONS = 5;

    private InterruptedCheckpoint() {}

    /** What makes the files a checkpoint. */
    enum Last {
        /** The folder gets its name. */
        RENAME,
        /** The list of checksums is there. */
        MARKER
    }

    /** Ends the writing after every number of operations: the one before stays whole, and the next attempt succeeds. */
    static void losesNothing(Configuration hadoop, String folder, Last last) throws IOException {
        String before = folder + "/epoch-0001";
        String after = folder + "/epoch-0002";
        save(new HadoopCheckpointFiles(before, hadoop), 1);
        for (int done = 0; done < OPERATIONS; done++) {
            CheckpointFiles killed =
                    new FaultyFiles(new HadoopCheckpointFiles(after, hadoop), done, FaultyFiles.Fault.KILLED);

            assertThatThrownBy(() -> save(killed, 2))
                    .as("killed after %d", done)
                    .isInstanceOf(FaultyFiles.Killed.class);

            assertThat(load(before, hadoop)).containsOnly(1);
            if (last == Last.MARKER && done == OPERATIONS - 1) {
                assertThat(load(after, hadoop)).containsOnly(2);
            } else {
                assertThatThrownBy(() -> load(after, hadoop))
                        .as("killed after %d", done)
                        .isInstanceOf(UncheckedIOException.class)
                        .hasMessageContaining("Cannot read checkpoint");
            }
            HadoopCheckpointFiles again = new HadoopCheckpointFiles(after, hadoop);
            again.deleteCommitted();
            save(again, 3);
            assertThat(load(after, hadoop)).containsOnly(3);
            again.deleteCommitted();
            assertThat(names(folder, hadoop)).containsExactly("epoch-0001");
        }
    }

    static void save(CheckpointFiles files, float value) {
        Checkpoint.save(
                files,
                LAYOUT,
                Map.of(Checkpoint.MODEL, vector(value), "firstMoment", vector(0)),
                Map.of("state", "{\"step\": 1}"));
    }

    static float[] load(String folder, Configuration hadoop) throws IOException {
        float[] values = new float[(int) LAYOUT.size()];
        CheckpointFiles files = new HadoopCheckpointFiles(folder, hadoop);
        Checkpoint.verify(files);
        Checkpoint.load(files, LAYOUT, Map.of(Checkpoint.MODEL, FloatVector.of(values)));
        return values;
    }

    private static FloatVector vector(float value) {
        float[] values = new float[(int) LAYOUT.size()];
        Arrays.fill(values, value);
        return FloatVector.of(values);
    }

    private static String[] names(String folder, Configuration hadoop) throws IOException {
        Path path = new Path(folder);
        FileSystem fileSystem = path.getFileSystem(hadoop);
        return Arrays.stream(fileSystem.listStatus(path))
                .map(status -> status.getPath().getName())
                .sorted()
                .toArray(String[]::new);
    }
}
