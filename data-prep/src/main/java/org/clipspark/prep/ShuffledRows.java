package org.clipspark.prep;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.clipspark.prep.shard.ShardSplit;

/** Rows in their global order, one partition for each file. */
final class ShuffledRows implements AutoCloseable {
    private final JavaRDD<PreparedRow> all;
    private final JavaRDD<PreparedRow> ordered;
    private final ShardPartitioner partitioner;
    private final Broadcast<Set<String>> sharedKeys;
    private final long seed;

    /**
     * Plans the shuffle.
     *
     * @param sharedKeys keys that both sources have: the validation rows with these keys are left out
     */
    ShuffledRows(
            JavaSparkContext spark,
            JavaRDD<PreparedRow> all,
            Set<String> sharedKeys,
            long seed,
            ShardPartitioner partitioner) {
        this.all = all;
        this.partitioner = partitioner;
        this.seed = seed;
        this.sharedKeys = spark.broadcast(sharedKeys);
        Broadcast<Set<String>> keys = this.sharedKeys;
        ordered = SortedShuffle.of(
                all.filter(row -> row.isAccepted() && !isShared(row, keys.value())), seed, partitioner);
    }

    List<ShardStage.Written> write(ShardStage stage) {
        ShardPartitioner parts = partitioner;
        return ordered.mapPartitionsWithIndex(
                        (part, rows) -> stage.write(parts.split(part), parts.fileNumber(part), rows), false)
                .collect();
    }

    /** Rows that were not written because an earlier row has the same key. */
    Map<ShardSplit, Long> duplicates(List<ShardStage.Written> written) {
        Map<ShardSplit, Long> duplicates = new EnumMap<>(ShardSplit.class);
        written.forEach(part -> duplicates.merge(part.split(), part.duplicates(), Long::sum));
        if (!sharedKeys.value().isEmpty()) {
            duplicates.merge(ShardSplit.VALIDATION, sharedRows().count(), Long::sum);
        }
        return duplicates;
    }

    /**
     * Writes every row that no shard has.
     *
     * @param files number of files
     */
    void writeRejected(ShardStage stage, int files) {
        JavaRDD<PreparedRow> rejected = all.filter(row -> !row.isAccepted())
                .union(sharedRows().map(ShardStage::duplicate))
                .union(ordered.mapPartitions(DuplicateRows::new));
        SortedShuffle.of(rejected, seed, ShardPartitioner.ofAll(files))
                .mapPartitionsWithIndex(stage::writeRejected, false)
                .count();
    }

    private JavaRDD<PreparedRow> sharedRows() {
        Broadcast<Set<String>> keys = sharedKeys;
        return all.filter(row -> row.isAccepted() && isShared(row, keys.value()));
    }

    private static boolean isShared(PreparedRow row, Set<String> keys) {
        return row.origin().source() > 0 && keys.contains(row.row().key());
    }

    @Override
    public void close() {
        sharedKeys.destroy();
    }
}
