package org.clipspark.job.data;

import org.clipspark.prep.shard.ShardManifest;
import org.clipspark.prep.shard.ShardSplit;

/** Bytes of stored rows that a reader holds at a time. */
public final class RowsInMemory {
    /** The pages as they are stored, and the rows made of them. */
    private static final int COPIES = 2;

    private RowsInMemory() {}

    /** Of a replica in training. */
    public static long training(ShardReader data) {
        long all = bytes(data, ShardSplit.TRAIN);
        return COPIES * Math.min(all, Math.max(EpochOrder.BLOCK_BYTES, largestGroup(data, ShardSplit.TRAIN)));
    }

    /** Of an evaluation. */
    public static long validation(ShardReader data) {
        return COPIES * largestGroup(data, ShardSplit.VALIDATION);
    }

    private static long bytes(ShardReader data, ShardSplit split) {
        return data.shards(split).mapToLong(ShardManifest.Shard::bytes).sum();
    }

    private static long largestGroup(ShardReader data, ShardSplit split) {
        return data.shards(split).mapToLong(RowsInMemory::largestGroup).max().orElse(0);
    }

    private static long largestGroup(ShardManifest.Shard shard) {
        long rows =
                shard.rowGroupRows().stream().mapToLong(Long::longValue).max().orElse(0);
        return shard.rows() == 0 ? 0 : Math.round((double) shard.bytes() * rows / shard.rows());
    }
}
