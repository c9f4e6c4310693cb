package org.clipspark.prep.npy;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Opens a file and says which one it was when its content is wrong. */
final class NpyFile {
    private static final int BUFFER_BYTES = 1 << 18;

    private NpyFile() {}

    /** Reads what follows the header. */
    interface Body<T> {
        T read(NpyHeader header, DataInputStream in) throws IOException;
    }

    static <T> T read(Path file, Configuration hadoop, Body<T> body) {
        try (DataInputStream in = new DataInputStream(
                new BufferedInputStream(file.getFileSystem(hadoop).open(file), BUFFER_BYTES))) {
            return body.read(NpyHeader.read(in), in);
        } catch (EOFException e) {
            throw new IllegalArgumentException(file + ": the file is shorter than its header says", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }
}
