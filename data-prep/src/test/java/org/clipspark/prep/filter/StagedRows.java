package org.clipspark.prep.filter;

import static org.clipspark.prep.shard.ShardSchema.AESTHETIC;
import static org.clipspark.prep.shard.ShardSchema.CAPTION;
import static org.clipspark.prep.shard.ShardSchema.CAPTIONS;
import static org.clipspark.prep.shard.ShardSchema.CLASS;
import static org.clipspark.prep.shard.ShardSchema.EMBEDDING;
import static org.clipspark.prep.shard.ShardSchema.ERROR_MESSAGE;
import static org.clipspark.prep.shard.ShardSchema.EXIF;
import static org.clipspark.prep.shard.ShardSchema.HEIGHT;
import static org.clipspark.prep.shard.ShardSchema.KEY;
import static org.clipspark.prep.shard.ShardSchema.LABEL;
import static org.clipspark.prep.shard.ShardSchema.LANGUAGE;
import static org.clipspark.prep.shard.ShardSchema.LICENSE;
import static org.clipspark.prep.shard.ShardSchema.NSFW;
import static org.clipspark.prep.shard.ShardSchema.ORIGINAL_HEIGHT;
import static org.clipspark.prep.shard.ShardSchema.ORIGINAL_WIDTH;
import static org.clipspark.prep.shard.ShardSchema.PERCEPTUAL_HASH;
import static org.clipspark.prep.shard.ShardSchema.PUNSAFE;
import static org.clipspark.prep.shard.ShardSchema.PWATERMARK;
import static org.clipspark.prep.shard.ShardSchema.SHA256;
import static org.clipspark.prep.shard.ShardSchema.SIMILARITY;
import static org.clipspark.prep.shard.ShardSchema.SOURCE;
import static org.clipspark.prep.shard.ShardSchema.SOURCE_FILE;
import static org.clipspark.prep.shard.ShardSchema.SOURCE_ROW;
import static org.clipspark.prep.shard.ShardSchema.STATUS;
import static org.clipspark.prep.shard.ShardSchema.UID;
import static org.clipspark.prep.shard.ShardSchema.URL;
import static org.clipspark.prep.shard.ShardSchema.WIDTH;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Staged rows of which only some columns have a value: row i is {@code k0000} and so on, of source 0. */
public final class StagedRows {
    /** The columns that filters see. */
    public static final StructType COLUMNS = columns();

    private final List<Row> rows = new ArrayList<>();

    /** Adds a successful row with pairs of column and value, which may also name other columns than usual. */
    public StagedRows add(Object... pairs) {
        Map<String, Object> values = new HashMap<>();
        values.put(KEY, String.format(Locale.ROOT, "k%04d", rows.size()));
        values.put(STATUS, "success");
        values.put(SOURCE, 0);
        values.put(SOURCE_FILE, "rows.parquet");
        values.put(SOURCE_ROW, (long) rows.size());
        for (int i = 0; i < pairs.length; i += 2) {
            values.put((String) pairs[i], pairs[i + 1]);
        }
        Object[] row = new Object[COLUMNS.size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = values.get(COLUMNS.fieldNames()[i]);
        }
        rows.add(RowFactory.create(row));
        return this;
    }

    /** The rows as added. */
    public List<Row> rows() {
        return rows;
    }

    /** The rows in the order of the list, in so many partitions. */
    public static Dataset<Row> table(SparkSession spark, List<Row> rows, int partitions) {
        return spark.createDataFrame(rows, COLUMNS).coalesce(1).repartition(partitions);
    }

    /** The rows as added, in one partition. */
    public Dataset<Row> table(SparkSession spark) {
        return spark.createDataFrame(rows, COLUMNS).coalesce(1);
    }

    private static StructType columns() {
        StructType columns = new StructType();
        for (String name :
                List.of(KEY, CAPTION, URL, CLASS, STATUS, ERROR_MESSAGE, SHA256, PERCEPTUAL_HASH, EXIF, UID)) {
            columns = columns.add(name, DataTypes.StringType);
        }
        for (String name : List.of(NSFW, LICENSE, LANGUAGE, SOURCE_FILE)) {
            columns = columns.add(name, DataTypes.StringType);
        }
        for (String name : List.of(LABEL, WIDTH, HEIGHT, ORIGINAL_WIDTH, ORIGINAL_HEIGHT, SOURCE)) {
            columns = columns.add(name, DataTypes.IntegerType);
        }
        for (String name : List.of(SIMILARITY, PUNSAFE, PWATERMARK, AESTHETIC)) {
            columns = columns.add(name, DataTypes.DoubleType);
        }
        DataType strings = DataTypes.createArrayType(DataTypes.StringType);
        DataType floats = DataTypes.createArrayType(DataTypes.FloatType);
        return columns.add(CAPTIONS, strings).add(EMBEDDING, floats).add(SOURCE_ROW, DataTypes.LongType);
    }
}
