package org.clipspark.job.data;

import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.clipspark.prep.shard.ShardManifest;
import org.clipspark.prep.shard.ShardSplit;

/**
 * Reads a data set that {@code clip prep run} made, wherever Hadoop can read: row groups directly, without Spark. Safe
 * for use by several threads; the streams it gives are not.
 */
public final class ShardReader {
    private final ShardManifest manifest;
    private final RowGroupFile file;

    private ShardReader(ShardManifest manifest, RowGroupFile file) {
        this.manifest = manifest;
        this.file = file;
    }

    /**
     * Opens a data set by its manifest.
     *
     * @param folder path or address of the folder that holds the manifest
     * @throws java.io.UncheckedIOException if there is no data set or its manifest cannot be read
     */
    public static ShardReader open(String folder, Configuration hadoop) {
        Path path = new Path(folder);
        ShardManifest manifest = ShardManifest.load(path, hadoop);
        return new ShardReader(manifest, new RowGroupFile(path, hadoop, manifest.imageColumn()));
    }

    /** What the data set consists of. */
    public ShardManifest manifest() {
        return manifest;
    }

    /** The batches of a training epoch. */
    public BatchOrder batchOrder(int streams, int batchSize) {
        return new BatchOrder(rows(RowGroup.of(manifest, ShardSplit.TRAIN)), streams, batchSize);
    }

    /**
     * The samples of the rest of a training epoch for one replica, batch by batch. The order of the epoch depends on the
     * cursor's seed and epoch and on the manifest alone.
     *
     * @param cursor where all replicas stand
     * @param share which replica it is, of how many
     */
    Iterator<Sample> shuffled(SampleCursor cursor, ReplicaShare share, BatchOrder order) {
        List<RowGroup> groups = RowGroup.of(manifest, ShardSplit.TRAIN);
        List<RowBlock> blocks = EpochOrder.shuffled(groups, cursor.seed(), cursor.epoch());
        return new BatchSamples(
                order,
                cursor.batch() + share.replica(),
                share.replicas(),
                from -> new SampleStream(blocks, file, from, order.rows()));
    }

    /** A share of a split, in the order of the manifest: what evaluation reads. */
    public SampleStream inOrder(ShardSplit split, ReplicaShare share) {
        List<RowGroup> groups = RowGroup.of(manifest, split);
        long rows = rows(groups);
        return new SampleStream(EpochOrder.asStored(groups), file, share.from(rows), share.to(rows));
    }

    private static long rows(List<RowGroup> groups) {
        return groups.stream().mapToLong(RowGroup::rows).sum();
    }
}
