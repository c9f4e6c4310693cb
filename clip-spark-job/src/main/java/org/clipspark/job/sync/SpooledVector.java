package org.clipspark.job.sync;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.clipspark.model.compute.FloatVector;

/** A vector in a temporary file of this machine, gone when it is closed: a place for what is not yet sure to count. */
final class SpooledVector implements FloatVector, Closeable {
    private final long size;
    private final FileChannel file;

    private SpooledVector(long size, FileChannel file) {
        this.size = size;
        this.file = file;
    }

    /** An empty place for that many floats. */
    static SpooledVector create(long size) {
        try {
            Path path = Files.createTempFile("clip-round-", ".f32");
            return new SpooledVector(
                    size,
                    FileChannel.open(
                            path,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.DELETE_ON_CLOSE));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make a file in the temporary folder", e);
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void read(long offset, float[] to, int toIndex, int count) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(count, Float.BYTES));
        try {
            while (bytes.hasRemaining()) {
                if (file.read(bytes, offset * Float.BYTES + bytes.position()) < 0) {
                    throw new EOFException("nothing was written at float " + offset);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read a temporary file", e);
        }
        bytes.flip().asFloatBuffer().get(to, toIndex, count);
    }

    @Override
    public void write(long offset, float[] from, int fromIndex, int count) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(count, Float.BYTES));
        bytes.asFloatBuffer().put(from, fromIndex, count);
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes, offset * Float.BYTES + bytes.position());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write a temporary file", e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close a temporary file", e);
        }
    }
}
