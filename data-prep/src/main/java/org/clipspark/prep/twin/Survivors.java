package org.clipspark.prep.twin;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.clipspark.prep.shard.ShardSchema;

/** Which row of a group stays: that with the greatest preferred value, and of several the first-found one. */
final class Survivors {
    /** The survivor's {@link #place} in the result of {@link #others}. */
    static final String FIRST = "first";

    private static final String PLACE = "place";
    private static final List<String> ORIGIN =
            List.of(ShardSchema.SOURCE, ShardSchema.SOURCE_FILE, ShardSchema.SOURCE_ROW);

    private final Optional<String> prefer;

    Survivors(Optional<String> prefer) {
        this.prefer = prefer;
    }

    /** Columns that identify a row and order rows as they were found. */
    static Column[] origin() {
        return ORIGIN.stream().map(name -> col(name)).toArray(Column[]::new);
    }

    /** What sorts rows of a group, the one that stays first, and carries its key and further columns. */
    Column place(Column... carried) {
        List<Column> fields = new ArrayList<>();
        prefer.ifPresent(expression -> {
            Column value = expr(expression).cast("double");
            Column known = when(not(isnan(value)), value);
            fields.add(known.isNull().as("unknown"));
            fields.add(known.multiply(lit(-1.0)).as("descending"));
        });
        fields.addAll(List.of(origin()));
        fields.add(col(ShardSchema.KEY));
        fields.addAll(List.of(carried));
        return struct(fields.toArray(Column[]::new)).as(PLACE);
    }

    /**
     * Rows that are not the first of their group: their origin, what their place carries, and {@link #FIRST}.
     *
     * @param members rows with {@link #place}
     * @param group columns with a value in every row
     */
    static Dataset<Row> others(Dataset<Row> members, Column... group) {
        Column first = min(col(PLACE)).over(Window.partitionBy(group));
        List<Column> columns = new ArrayList<>();
        for (String name : ORIGIN) {
            columns.add(col(PLACE).getField(name).as(name));
        }
        columns.add(col(PLACE));
        columns.add(col(FIRST));
        return members.withColumn(FIRST, first)
                .where(not(col(PLACE).equalTo(col(FIRST))))
                .select(columns.toArray(Column[]::new));
    }

    /** Rejects rows that agree in columns with an earlier one. */
    Dataset<Row> exact(Dataset<Row> rows, List<String> columns) {
        List<Column> group = new ArrayList<>();
        Dataset<Row> members = rows;
        for (int i = 0; i < columns.size(); i++) {
            String alias = "group" + i;
            members = members.withColumn(alias, quoted(columns.get(i)));
            group.add(col(alias));
        }
        Column known = group.stream().map(Column::isNotNull).reduce(lit(true), Column::and);
        List<Column> selected = new ArrayList<>(group);
        selected.add(place());
        members = members.where(known).select(selected.toArray(Column[]::new));
        String message = "same " + String.join(" and ", columns) + " as ";
        return rejections(others(members, group.toArray(Column[]::new)), concat(lit(message), firstKey()));
    }

    /** Key of the survivor in the result of {@link #others}. */
    static Column firstKey() {
        return col(FIRST).getField(ShardSchema.KEY);
    }

    /** What a search returns. */
    static Dataset<Row> rejections(Dataset<Row> rows, Column message) {
        List<Column> columns = new ArrayList<>(List.of(origin()));
        columns.add(message.as(ShardSchema.ERROR_MESSAGE));
        return rows.select(columns.toArray(Column[]::new));
    }

    /** A column by its exact name, whatever characters it has. */
    static Column quoted(String name) {
        return col("`" + name.replace("`", "``") + "`");
    }
}
