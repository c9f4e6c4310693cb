package org.clipspark.prep.stage;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.clipspark.prep.shard.PairAttributes;
import org.clipspark.prep.shard.ShardSchema;

/** Columns of staged rows as Spark SQL sees them, the image aside. */
public final class StagedColumns {
    /** Name and type of each column that expressions may use. */
    public static final StructType SCHEMA = schema();

    private StagedColumns() {}

    private static StructType schema() {
        List<StructField> fields = new ArrayList<>();
        add(fields, DataTypes.StringType, ShardSchema.KEY, ShardSchema.CAPTION);
        add(fields, DataTypes.createArrayType(DataTypes.StringType, false), ShardSchema.CAPTIONS);
        add(fields, DataTypes.StringType, ShardSchema.URL, ShardSchema.STATUS, ShardSchema.ERROR_MESSAGE);
        add(
                fields,
                DataTypes.IntegerType,
                ShardSchema.WIDTH,
                ShardSchema.HEIGHT,
                ShardSchema.ORIGINAL_WIDTH,
                ShardSchema.ORIGINAL_HEIGHT);
        add(fields, DataTypes.StringType, ShardSchema.SHA256);
        add(fields, DataTypes.IntegerType, ShardSchema.LABEL);
        add(fields, DataTypes.StringType, ShardSchema.CLASS);
        add(fields, DataTypes.StringType, PairAttributes.TAGS.toArray(String[]::new));
        add(fields, DataTypes.DoubleType, PairAttributes.SCORES.toArray(String[]::new));
        add(fields, DataTypes.createArrayType(DataTypes.FloatType, false), ShardSchema.EMBEDDING);
        add(fields, DataTypes.IntegerType, ShardSchema.SOURCE);
        add(fields, DataTypes.StringType, ShardSchema.SOURCE_FILE);
        add(fields, DataTypes.LongType, ShardSchema.SOURCE_ROW);
        return DataTypes.createStructType(fields);
    }

    private static void add(List<StructField> fields, DataType type, String... names) {
        for (String name : names) {
            fields.add(DataTypes.createStructField(name, type, true));
        }
    }
}
