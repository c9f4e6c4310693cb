package org.clipspark.prep;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.clipspark.prep.shard.ShardSchema;

/** Decides between accepted rows of the same key: the first-found one stays, training source before validation source. */
final class KeyDuplicates {
    /** Reason of rows whose key an earlier row has. */
    static final String REASON = "duplicate_key";

    private static final String FIRST = "first";
    private static final String ROWS = "rows";

    private KeyDuplicates() {}

    /** The rows that go: where they were found, and why. */
    static Dataset<Row> of(Dataset<Row> accepted) {
        Column origin = struct(col(ShardSchema.SOURCE), col(ShardSchema.SOURCE_FILE), col(ShardSchema.SOURCE_ROW));
        Dataset<Row> repeated = accepted.groupBy(col(ShardSchema.KEY))
                .agg(min(origin).as(FIRST), count(lit(1)).as(ROWS))
                .filter(col(ROWS).gt(1));
        Column detail = concat(
                lit("found first in "), col(FIRST + "." + ShardSchema.SOURCE_FILE),
                lit(" at row "), col(FIRST + "." + ShardSchema.SOURCE_ROW));
        return accepted.join(repeated, ShardSchema.KEY)
                .filter(origin.notEqual(col(FIRST)))
                .select(
                        col(ShardSchema.SOURCE),
                        col(ShardSchema.SOURCE_FILE),
                        col(ShardSchema.SOURCE_ROW),
                        lit(REASON).as(ShardSchema.STATUS),
                        detail.as(ShardSchema.ERROR_MESSAGE));
    }
}
