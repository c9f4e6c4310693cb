package org.clipspark.prep;

import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/** The one shuffle: every row to its shard, in the global order. */
final class SortedShuffle {
    private SortedShuffle() {}

    /** Rows by partition, sorted; what it returns can be read several times without another shuffle. */
    static JavaRDD<PreparedRow> of(JavaRDD<PreparedRow> rows, long seed, ShardPartitioner partitioner) {
        return rows.mapToPair(row -> new Tuple2<>(RowOrder.of(seed, row), row))
                .repartitionAndSortWithinPartitions(partitioner, new RowOrder.Ascending())
                .values();
    }
}
