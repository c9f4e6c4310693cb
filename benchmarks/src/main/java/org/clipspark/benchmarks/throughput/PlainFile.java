package org.clipspark.benchmarks.throughput;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The bytes of a shard, written to a file in blocks and nothing else done with them: what a disk allows. */
final class PlainFile implements Workload {
    private static final int BLOCK_BYTES = 1 << 20;
    private static final double MEGABYTE = 1e6;

    private final byte[] bytes;
    private final Path file;

    PlainFile(byte[] bytes, Path folder) {
        this.bytes = bytes;
        file = folder.resolve("plain");
    }

    @Override
    public int pass() {
        try {
            try (OutputStream out = Files.newOutputStream(file)) {
                for (int at = 0; at < bytes.length; at += BLOCK_BYTES) {
                    out.write(bytes, at, Math.min(BLOCK_BYTES, bytes.length - at));
                }
            }
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write and remove " + file, e);
        }
        return (int) Math.round(bytes.length / MEGABYTE);
    }

    @Override
    public double fingerprint() {
        return bytes.length;
    }
}
