package org.clipspark.model.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * The folder of one checkpoint on some file system. What is created is visible to readers only after {@link #commit}, all
 * of it at once. File names are those of {@link Checkpoint}: letters, digits, dots, dashes.
 */
public interface CheckpointFiles {
    /** A folder of the local file system; it is written as a hidden folder beside it and renamed. */
    static CheckpointFiles folder(Path folder) {
        return new LocalFolder(folder);
    }

    /** What to call the checkpoint in messages: its path or address. */
    String location();

    /**
     * Bytes of a file.
     *
     * @throws IOException if there is no such file
     */
    long length(String name) throws IOException;

    /** A file from its start; the caller closes it. */
    InputStream open(String name) throws IOException;

    /**
     * A new file of a checkpoint that is being written; the caller closes it.
     *
     * @throws IOException also if the checkpoint already exists
     */
    OutputStream create(String name) throws IOException;

    /**
     * Makes all created files appear under {@link #location} in one step.
     *
     * @throws IOException also if the checkpoint already exists
     */
    void commit() throws IOException;

    /** Removes created files that were not committed. */
    void discard() throws IOException;
}
