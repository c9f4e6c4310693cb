package org.clipspark.prep.twin;

import static org.apache.spark.sql.functions.struct;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Spliterators;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.clipspark.prep.shard.ShardSchema;

/** Compares every row with every image of evaluation sets where it lies, without moving it. */
final class EvaluationTwins {
    private static final StructType REJECTED = new StructType()
            .add(ShardSchema.SOURCE, DataTypes.IntegerType)
            .add(ShardSchema.SOURCE_FILE, DataTypes.StringType)
            .add(ShardSchema.SOURCE_ROW, DataTypes.LongType)
            .add(ShardSchema.ERROR_MESSAGE, DataTypes.StringType);

    private EvaluationTwins() {}

    static Dataset<Row> rejected(
            SparkSession spark, Dataset<Row> rows, Map<String, Dataset<Row>> sets, Contamination rule) {
        Broadcast<EvaluationImages> shared =
                JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(EvaluationImages.collect(sets, rule));
        List<Column> columns = new ArrayList<>(List.of(Survivors.origin()));
        columns.add(struct(EvaluationImages.columns(rule)).as("image"));
        MapPartitionsFunction<Row, Row> compare = part -> compare(part, shared.value());
        return rows.select(columns.toArray(Column[]::new)).mapPartitions(compare, Encoders.row(REJECTED));
    }

    private static Iterator<Row> compare(Iterator<Row> rows, EvaluationImages images) {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(rows, 0), false)
                .flatMap(row -> rejection(row, images).stream())
                .iterator();
    }

    private static Optional<Row> rejection(Row row, EvaluationImages images) {
        return images.twin(row.getStruct(3))
                .map(message -> RowFactory.create(row.getInt(0), row.getString(1), row.getLong(2), message));
    }
}
