package org.clipspark.job.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A file {@code stop} among a run's checkpoints: where it lies, the run ends at its next average with a checkpoint. The
 * driver writes it when it is told to end, and so may anyone else. Used by one thread at a time.
 */
final class StopSignal {
    static final String FILE = "stop";
    /** Between two looks: an object store charges for each. */
    private static final long INTERVAL_MILLIS = 1_000;

    private final FileSystem fileSystem;
    private final Path file;
    private final Clock clock;
    private long nextLook;
    private boolean isSeen;

    StopSignal(String checkpoints, Configuration hadoop, Clock clock) {
        this.file = new Path(checkpoints, FILE);
        this.clock = clock;
        try {
            this.fileSystem = file.getFileSystem(hadoop);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot reach " + checkpoints + ": " + e.getMessage(), e);
        }
    }

    /** Whether the run is to stop; looks once a second. */
    boolean isRequested() {
        long now = clock.millis();
        if (now < nextLook) {
            return isSeen;
        }
        nextLook = now + INTERVAL_MILLIS;
        return isThere();
    }

    /** The same, looked for now. */
    boolean isThere() {
        try {
            isSeen = isSeen || fileSystem.exists(file);
            return isSeen;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot look for " + file + ": " + e.getMessage(), e);
        }
    }

    /** Asks the run to stop. */
    void request() {
        try {
            fileSystem.create(file, true).close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /** Takes an earlier request back. */
    void clear() {
        try {
            fileSystem.delete(file, false);
            isSeen = false;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot remove " + file + ": " + e.getMessage(), e);
        }
    }
}
