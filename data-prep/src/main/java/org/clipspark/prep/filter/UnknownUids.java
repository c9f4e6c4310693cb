package org.clipspark.prep.filter;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lower;

import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.clipspark.prep.npy.UidList;
import org.clipspark.prep.shard.ShardSchema;

/** Counts uids that a list has and no row. */
final class UnknownUids {
    private UnknownUids() {}

    static String note(Dataset<Row> rows, RuleFunctions.Subset subset) {
        UidList uids = subset.uids();
        long found = rows.select(lower(col(ShardSchema.UID)))
                .where(col(ShardSchema.UID).isNotNull())
                .as(Encoders.STRING())
                .filter((FilterFunction<String>) uids::contains)
                .distinct()
                .count();
        int distinct = uids.distinct();
        return "uids " + subset.file() + ": " + distinct + " uids, " + (distinct - found) + " of them unknown";
    }
}
