package org.clipspark.prep.npy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes {@code .npy} files byte by byte, as NumPy would. */
public final class NpyBytes {
    private NpyBytes() {}

    /** A file with this header text, padded to 128 bytes in all, and these bytes behind it. */
    static Path write(Path file, String header, byte[] values) {
        String padded = header + " ".repeat(128 - 10 - header.length() - 1) + "\n";
        byte[] start = ("\u0093NUMPY\u0001\u0000" + (char) 118 + "\u0000" + padded).getBytes(ISO_8859_1);
        ByteBuffer all = ByteBuffer.allocate(start.length + values.length);
        try {
            return Files.write(file, all.put(start).put(values).array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A matrix of float32 with rows of {@code columns} values. */
    public static Path matrix(Path file, int columns, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        int rows = values.length / columns;
        return write(
                file,
                "{'descr': '<f4', 'fortran_order': False, 'shape': (" + rows + ", " + columns + "), }",
                bytes.array());
    }

    /** Uids given as pairs of halves. */
    public static Path uids(Path file, long... halves) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * halves.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(halves);
        return write(
                file,
                "{'descr': [('f0', '<u8'), ('f1', '<u8')], 'fortran_order': False, 'shape': (" + halves.length / 2
                        + ",), }",
                bytes.array());
    }
}
