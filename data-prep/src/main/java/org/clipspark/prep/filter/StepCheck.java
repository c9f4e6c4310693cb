package org.clipspark.prep.filter;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.clipspark.prep.shard.ShardSchema;

/** Finds out on a table of no rows what a step would say of columns. */
final class StepCheck {
    private static final Set<String> OF_IMAGE = Set.of(
            ShardSchema.WIDTH, ShardSchema.HEIGHT, ShardSchema.SHA256, ShardSchema.PERCEPTUAL_HASH, ShardSchema.EXIF);
    private static final Set<String> SIZES = Set.of(ShardSchema.ORIGINAL_WIDTH, ShardSchema.ORIGINAL_HEIGHT);

    private final StructType columns;
    private final Dataset<Row> empty;

    StepCheck(SparkSession spark, StructType columns) {
        this.columns = columns;
        this.empty = spark.createDataFrame(List.of(), columns);
    }

    /** A check for rows before their images are there. */
    static StepCheck withoutImages(SparkSession spark, StructType columns) {
        return new StepCheck(spark, without(OF_IMAGE, columns));
    }

    /** A check for rows that have neither images nor sizes. */
    static StepCheck withoutSizes(SparkSession spark, StructType columns) {
        return new StepCheck(spark, without(SIZES, without(OF_IMAGE, columns)));
    }

    private static StructType without(Set<String> names, StructType columns) {
        return new StructType(Stream.of(columns.fields())
                .filter(field -> !names.contains(field.name()))
                .toArray(StructField[]::new));
    }

    boolean canRun(RuleStep step) {
        try {
            require(step);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Checks one step. */
    void require(Step step) {
        try {
            if (step instanceof RuleStep rule) {
                rule.condition().columns().stream().sorted().forEach(this::requireColumn);
                rule.condition().numbers().stream().sorted().forEach(this::requireNumber);
                requireTruth(rule.condition().sql());
            } else if (step instanceof SetStep set) {
                set.columns().forEach(this::requireColumn);
                set.columns().forEach(this::requireUsable);
                if (set instanceof SetStep.Top top) {
                    requireNumber(top.rule().column());
                }
                set.expression().ifPresent(this::requireNumericExpression);
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("filter step '" + step.name() + "': " + e.getMessage(), e);
        }
    }

    private void requireColumn(String name) {
        if (!List.of(columns.fieldNames()).contains(name)) {
            throw new IllegalArgumentException("no column '" + name + "' " + listed());
        }
    }

    private void requireNumber(String name) {
        DataType type = type(name);
        if (!(type instanceof NumericType)) {
            throw new IllegalArgumentException(
                    "column '" + name + "' is " + type.simpleString() + ", expected a number");
        }
    }

    private void requireUsable(String name) {
        DataType type = type(name);
        boolean isText = type.equals(DataTypes.StringType);
        boolean isVector = type instanceof ArrayType list && list.elementType() instanceof NumericType;
        boolean isNoHash = name.equals(ShardSchema.PERCEPTUAL_HASH) && !isText;
        boolean isNoEmbedding = name.equals(ShardSchema.EMBEDDING) && !isVector;
        if (isNoHash || isNoEmbedding) {
            throw new IllegalArgumentException("column '" + name + "' is " + type.simpleString() + ", expected "
                    + (isNoEmbedding ? "a list of numbers" : "text"));
        }
    }

    private DataType type(String name) {
        requireColumn(name);
        return columns.apply(name).dataType();
    }

    private void requireTruth(String sql) {
        DataType type = expressionType(sql);
        if (!type.equals(DataTypes.BooleanType)) {
            throw new IllegalArgumentException(
                    "expected an expression that is true or false, got " + type.simpleString() + ": " + sql);
        }
    }

    private void requireNumericExpression(String sql) {
        DataType type = expressionType(sql);
        if (!(type instanceof NumericType)) {
            throw new IllegalArgumentException(
                    "expected an expression that is a number, got " + type.simpleString() + ": " + sql);
        }
    }

    private DataType expressionType(String sql) {
        try {
            DataType type =
                    empty.selectExpr(sql + " AS value").schema().apply(0).dataType();
            // An aggregate refuses an argument that depends on chance or is itself an aggregate, and so must a filter.
            empty.selectExpr("max(struct(" + sql + "))").schema();
            return type;
        } catch (Exception e) {
            throw refused(sql, e);
        }
    }

    // Spark throws AnalysisException without declaring it, so only the type of a caught Exception can tell it apart.
    private IllegalArgumentException refused(String sql, Exception e) {
        if (!(e instanceof AnalysisException)) {
            throw e instanceof RuntimeException unexpected ? unexpected : new IllegalStateException(e);
        }
        String words = String.valueOf(e.getMessage())
                .lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("");
        return new IllegalArgumentException("cannot use the expression " + sql + ": " + words + " " + listed(), e);
    }

    private String listed() {
        return "(columns: " + String.join(", ", columns.fieldNames()) + ")";
    }
}
