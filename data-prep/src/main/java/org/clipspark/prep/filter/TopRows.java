package org.clipspark.prep.filter;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;

import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.clipspark.prep.shard.ShardSchema;
import org.clipspark.prep.twin.TwinSearch;

/** Sorts rows by score and cuts. */
final class TopRows {
    private static final String SCORE = "score";
    private static final String RANK = "rank";
    private static final List<String> ORIGIN =
            List.of(ShardSchema.SOURCE, ShardSchema.SOURCE_FILE, ShardSchema.SOURCE_ROW);
    private static final StructType RANKED = new StructType()
            .add(ShardSchema.SOURCE, DataTypes.IntegerType)
            .add(ShardSchema.SOURCE_FILE, DataTypes.StringType)
            .add(ShardSchema.SOURCE_ROW, DataTypes.LongType)
            .add(SCORE, DataTypes.DoubleType)
            .add(RANK, DataTypes.LongType);

    private final TopFraction rule;

    private final TwinSearch search;

    TopRows(TwinSearch search, TopFraction rule) {
        this.search = search;
        this.rule = rule;
    }

    Dataset<Row> rejected(Dataset<Row> rows) {
        Dataset<Row> scored = search.cache(rows.selectExpr(
                ShardSchema.SOURCE,
                ShardSchema.SOURCE_FILE,
                ShardSchema.SOURCE_ROW,
                Sql.finite(rule.column()) + " AS score"));
        long count = scored.count();
        // Rounds down as DataComp's int(len * fraction) does, in double precision.
        long kept = (long) (count * rule.fraction());
        Dataset<Row> out =
                rule.ties() == TopFraction.Ties.ALL ? below(scored, kept, count) : behind(scored, kept, count);
        return out.union(result(scored.where(col(SCORE).isNull()), lit("no " + rule.column())));
    }

    /** Rows whose score is smaller than that of the row with this rank. */
    private Dataset<Row> below(Dataset<Row> scored, long rank, long count) {
        List<Row> last = ranked(scored).where(col(RANK).equalTo(rank)).collectAsList();
        if (last.isEmpty()) {
            return result(scored.limit(0), lit(""));
        }
        double threshold = last.get(0).getDouble(3);
        String reason = " is below " + threshold + ", the score of number " + (rank + 1) + " of " + count;
        return result(scored.where(col(SCORE).lt(threshold)), concat(score(), lit(reason)));
    }

    /** Rows from this rank on. */
    private Dataset<Row> behind(Dataset<Row> scored, long rank, long count) {
        Column place = col(RANK).plus(1).cast("string");
        return result(
                ranked(scored).where(col(RANK).geq(rank)),
                concat(score(), lit(" is number "), place, lit(" of " + count + ", " + rank + " pass")));
    }

    private Column score() {
        return concat(lit(rule.column() + " "), col(SCORE).cast("string"));
    }

    private static Dataset<Row> result(Dataset<Row> rows, Column message) {
        return rows.select(
                col(ShardSchema.SOURCE),
                col(ShardSchema.SOURCE_FILE),
                col(ShardSchema.SOURCE_ROW),
                message.as(ShardSchema.ERROR_MESSAGE));
    }

    /** Rows with a score and their ranks from 0, the highest score first and of equal ones the first-found row. */
    private static Dataset<Row> ranked(Dataset<Row> scored) {
        Column[] order = new Column[ORIGIN.size() + 1];
        order[0] = col(SCORE).desc();
        for (int i = 0; i < ORIGIN.size(); i++) {
            order[i + 1] = col(ORIGIN.get(i));
        }
        JavaPairRDD<Row, Long> numbered =
                scored.where(col(SCORE).isNotNull()).sort(order).javaRDD().zipWithIndex();
        return scored.sparkSession()
                .createDataFrame(
                        numbered.map(pair -> {
                            Row row = pair._1();
                            return RowFactory.create(
                                    row.getInt(0), row.getString(1), row.getLong(2), row.getDouble(3), pair._2());
                        }),
                        RANKED);
    }
}
