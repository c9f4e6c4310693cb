package org.clipspark.benchmarks.throughput;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The bytes of a shard, written to a file in blocks and nothing else done with them: what a disk allows. */
final class PlainFile implements Workload {
    private static final int BLOCK_BYTES = 1 << 20;
    private static final double MEGABYTE = 1e6;

    private final byte[] bytes;
    private final Path file;
    private final boolean isSynced;

    private PlainFile(byte[] bytes, Path folder, boolean isSynced) {
        this.bytes = bytes;
        this.file = folder.resolve("plain");
        this.isSynced = isSynced;
    }

    /** As fast as the system takes the bytes into its memory. */
    static PlainFile ofMemory(byte[] bytes, Path folder) {
        return new PlainFile(bytes, folder, false);
    }

    /** Until the disk has them, as {@code dd conv=fdatasync} waits. */
    static PlainFile ofDisk(byte[] bytes, Path folder) {
        return new PlainFile(bytes, folder, true);
    }

    @Override
    public int pass() {
        try {
            try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                for (int at = 0; at < bytes.length; at += BLOCK_BYTES) {
                    ByteBuffer block = ByteBuffer.wrap(bytes, at, Math.min(BLOCK_BYTES, bytes.length - at));
                    while (block.hasRemaining()) {
                        out.write(block);
                    }
                }
                if (isSynced) {
                    out.force(false);
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
