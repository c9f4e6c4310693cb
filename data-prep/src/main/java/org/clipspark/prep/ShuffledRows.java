package org.clipspark.prep;

import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.clipspark.prep.shard.ShardManifest;

/** Rows in their global order, one partition for each file. */
final class ShuffledRows {
    private ShuffledRows() {}

    /**
     * Writes the shards that are not written yet.
     *
     * @param accepted rows with their images
     * @param done names of shards that are written, as the manifest spells them
     */
    static List<ShardManifest.Shard> write(
            JavaRDD<PreparedRow> accepted,
            long seed,
            ShardPartitioner partitioner,
            ShardStage stage,
            Set<String> done) {
        // Rows of finished shards stay where they are: only the others are read into the shuffle.
        JavaRDD<PreparedRow> missing = done.isEmpty()
                ? accepted
                : accepted.filter(row -> !done.contains(file(partitioner, RowOrder.of(seed, row))));
        return SortedShuffle.of(missing, seed, partitioner)
                .mapPartitionsWithIndex(
                        (part, rows) -> stage.write(partitioner.split(part), partitioner.fileNumber(part), rows), false)
                .collect();
    }

    private static String file(ShardPartitioner partitioner, RowOrder row) {
        int part = partitioner.getPartition(row);
        return ShardStage.file(partitioner.split(part), partitioner.fileNumber(part));
    }

    /**
     * Writes every row that no shard has.
     *
     * @param files number of files
     */
    static void writeRejected(JavaRDD<PreparedRow> rejected, long seed, int files, ShardStage stage) {
        SortedShuffle.of(rejected, seed, ShardPartitioner.ofAll(files))
                .mapPartitionsWithIndex(stage::writeRejected, false)
                .count();
    }
}
