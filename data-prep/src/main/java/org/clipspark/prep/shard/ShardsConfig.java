package org.clipspark.prep.shard;

import java.io.Serializable;

/**
 * How rows become files.
 *
 * @param rowsPerShard rows of a file on average, at least 1; the files of a data set differ a little
 * @param rowGroupBytes size of a Parquet row group, 64 KiB to 1 GiB: what a reader holds in memory
 */
public record ShardsConfig(int rowsPerShard, long rowGroupBytes) implements Serializable {
    private static final long SMALLEST = 64L << 10;
    private static final long LARGEST = 1L << 30;

    /** Checks the ranges. */
    public ShardsConfig {
        if (rowsPerShard < 1) {
            throw new IllegalArgumentException("shards.rowsPerShard must be at least 1, got " + rowsPerShard);
        }
        if (rowGroupBytes < SMALLEST || rowGroupBytes > LARGEST) {
            throw new IllegalArgumentException(
                    "shards.rowGroupBytes must be " + SMALLEST + " to " + LARGEST + ", got " + rowGroupBytes);
        }
    }

    /** Files for this many rows: none for none. */
    public int filesFor(long rows) {
        return Math.toIntExact((rows + rowsPerShard - 1) / rowsPerShard);
    }
}
