package org.clipspark.benchmarks.throughput;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.clipspark.prep.shard.ImageBytes;
import org.clipspark.prep.shard.PairAttributes;
import org.clipspark.prep.shard.PairOrigin;
import org.clipspark.prep.shard.PairText;
import org.clipspark.prep.shard.PixelSizes;
import org.clipspark.prep.shard.RowStatus;
import org.clipspark.prep.shard.ShardRow;
import org.clipspark.prep.shard.ShardSplit;
import org.clipspark.prep.shard.ShardWriter;

/** A shard as data preparation writes it: Parquet, its digest and the rename included. */
final class OurShards implements Workload {
    private static final int ROWS = 1_000;
    private static final long ROW_GROUP_BYTES = 16L << 20;
    private static final double MEGABYTE = 1e6;

    private final List<ShardRow> rows = new ArrayList<>();
    private final Configuration hadoop = new Configuration(false);
    private final Path file;

    /** Writes to the folder, where nothing stays. */
    OurShards(List<byte[]> images, Path folder) {
        file = folder.resolve("part-00000.parquet");
        for (int i = 0; i < ROWS; i++) {
            rows.add(new ShardRow(
                    "key-" + i,
                    new PairOrigin(0, "benchmark", i),
                    new PairText(
                            List.of("caption number " + i), "http://localhost/" + i + ".jpg", PairText.NO_LABEL, ""),
                    new ImageBytes(images.get(i % images.size())),
                    new PixelSizes(500, 400, 500, 400),
                    "",
                    PairAttributes.NONE,
                    RowStatus.SUCCESS));
        }
    }

    /** The bytes of the shard. */
    byte[] bytes() {
        write();
        try {
            byte[] bytes = Files.readAllBytes(file);
            remove();
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    private long write() {
        org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(file.toUri());
        try (ShardWriter writer = ShardWriter.ofPairs(path, "0", "jpg", ROW_GROUP_BYTES, hadoop)) {
            rows.forEach(writer::write);
            return writer.finish(ShardSplit.TRAIN).bytes();
        }
    }

    private void remove() {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot remove " + file, e);
        }
    }

    @Override
    public int pass() {
        long bytes = write();
        remove();
        return (int) Math.round(bytes / MEGABYTE);
    }

    @Override
    public double fingerprint() {
        return bytes().length;
    }
}
