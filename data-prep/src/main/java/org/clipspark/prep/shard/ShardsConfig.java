package org.clipspark.prep.shard;

import java.util.Optional;

/**
 * How rows become files.
 *
 * @param rowsPerShard rows of a file on average, at least 1; the files of a data set differ a little
 * @param imageBytesPerShard bytes of the images of a file on average, at least 1; may be left out. Of this and {@code rowsPerShard}
 *     the one that makes more files counts
 * @param rowGroupBytes size of a Parquet row group, 64 KiB to 1 GiB: what a reader holds in memory
 */
public record ShardsConfig(int rowsPerShard, Optional<Long> imageBytesPerShard, long rowGroupBytes) {
    private static final long SMALLEST = 64L << 10;
    private static final long LARGEST = 1L << 30;

    /** Checks the ranges. */
    public ShardsConfig {
        if (rowsPerShard < 1) {
            throw new IllegalArgumentException("shards.rowsPerShard must be at least 1, got " + rowsPerShard);
        }
        imageBytesPerShard.filter(bytes -> bytes < 1).ifPresent(bytes -> {
            throw new IllegalArgumentException("shards.imageBytesPerShard must be at least 1, got " + bytes);
        });
        if (rowGroupBytes < SMALLEST || rowGroupBytes > LARGEST) {
            throw new IllegalArgumentException(
                    "shards.rowGroupBytes must be " + SMALLEST + " to " + LARGEST + ", got " + rowGroupBytes);
        }
    }

    /** Files for this many rows without images: none for none. */
    public int filesFor(long rows) {
        return filesFor(rows, 0);
    }

    /**
     * Files for this many rows: none for none, and at most one for each.
     *
     * @param imageBytes of all their images; of no influence without {@code imageBytesPerShard}
     */
    public int filesFor(long rows, long imageBytes) {
        long byRows = ceilDiv(rows, rowsPerShard);
        long byBytes = imageBytesPerShard
                .map(most -> Math.min(rows, ceilDiv(imageBytes, most)))
                .orElse(0L);
        return Math.toIntExact(Math.max(byRows, byBytes));
    }

    private static long ceilDiv(long dividend, long divisor) {
        return dividend / divisor + (dividend % divisor == 0 ? 0 : 1);
    }
}
