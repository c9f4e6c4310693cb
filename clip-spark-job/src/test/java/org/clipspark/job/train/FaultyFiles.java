package org.clipspark.job.train;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.clipspark.model.checkpoint.CheckpointFiles;

/** Files of a checkpoint of which only a number is written before something happens. */
final class FaultyFiles implements CheckpointFiles {
    private final CheckpointFiles files;
    private final Fault fault;
    private int left;

    /** What happens. */
    enum Fault {
        /** The process ends: from then on it does nothing, not even its clean-up. */
        KILLED,
        /** No more bytes fit, but files can still be removed. */
        DISK_FULL
    }

    /** Stands for the end of the process. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    /** Files that fail after that many operations. */
    FaultyFiles(CheckpointFiles files, int left, Fault fault) {
        this.files = files;
        this.left = left;
        this.fault = fault;
    }

    @Override
    public String location() {
        return files.location();
    }

    @Override
    public long length(String name) throws IOException {
        return files.length(name);
    }

    @Override
    public InputStream open(String name) throws IOException {
        return files.open(name);
    }

    @Override
    public OutputStream create(String name) throws IOException {
        endIfKilled();
        OutputStream out = files.create(name);
        if (left-- > 0) {
            return out;
        }
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("no space left");
            }

            @Override
            public void close() throws IOException {
                // An object store keeps what did fit.
                out.close();
            }
        };
    }

    @Override
    public void commit() throws IOException {
        endIfKilled();
        files.commit();
    }

    private void endIfKilled() {
        if (fault == Fault.KILLED && left <= 0) {
            throw new Killed();
        }
    }

    @Override
    public void discard() throws IOException {
        if (fault != Fault.KILLED || left > 0) {
            files.discard();
        }
    }
}
