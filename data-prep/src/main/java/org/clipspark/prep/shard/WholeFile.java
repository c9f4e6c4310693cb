package org.clipspark.prep.shard;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A small file that is there whole or not at all: written under a hidden temporary name, then renamed. */
public final class WholeFile {
    private WholeFile() {}

    /**
     * Writes a file; one that is there already with other content is replaced.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    public static void write(Path file, byte[] content, Configuration hadoop) {
        // Not every file system renames over a file, and between removing and renaming there is none: a file that need
        // not change is left alone.
        if (read(file, hadoop).filter(before -> Arrays.equals(before, content)).isPresent()) {
            return;
        }
        Path temporary = new Path(file.getParent(), "." + file.getName() + ".tmp");
        try {
            FileSystem fileSystem = file.getFileSystem(hadoop);
            try (OutputStream out = fileSystem.create(temporary, true)) {
                out.write(content);
            }
            fileSystem.delete(file, false);
            if (!fileSystem.rename(temporary, file)) {
                throw new IOException("rename from " + temporary + " was refused");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads a file; empty if there is none.
     *
     * @throws UncheckedIOException if it cannot be read
     */
    public static Optional<byte[]> read(Path file, Configuration hadoop) {
        try (InputStream in = file.getFileSystem(hadoop).open(file)) {
            return Optional.of(in.readAllBytes());
        } catch (FileNotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
