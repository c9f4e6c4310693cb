package org.clipspark.prep.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;

/** Text tables with the path or the address of an image and a caption in each row; paths are relative to the table. */
final class TableSource implements PairSource {
    private final SourceConfig config;
    private final List<FoundFile> files;
    private final SourceLimits limits;

    TableSource(SourceConfig config, List<FoundFile> files, SourceLimits limits) {
        this.config = config;
        this.files = files;
        this.limits = limits;
    }

    @Override
    public List<SourcePart> parts(JavaSparkContext spark, int index) {
        SerializableConfiguration hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
        SourceConfig settings = config;
        List<NumberedFile> tables = NumberedFile.of(files, index);
        // Nothing but reading tells how many rows a text has.
        List<Counted> counted = spark.parallelize(tables, tables.size())
                .map(table -> count(table, settings, hadoop))
                .collect();
        List<SourcePart> parts = new ArrayList<>();
        for (int i = 0; i < tables.size(); i++) {
            Counted table = counted.get(i);
            for (RowRange rows : RowRange.split(table.rows(), limits.rowsPerPart())) {
                TableColumns columns = table.columns().get(0);
                parts.add(new TablePart(tables.get(i), rows, columns, config, limits.maxImageBytes()));
            }
        }
        return parts;
    }

    /**
     * A table that was read through.
     *
     * @param rows header aside
     * @param columns its columns; nothing if it has no rows
     */
    private record Counted(long rows, List<TableColumns> columns) implements java.io.Serializable {}

    private static Counted count(NumberedFile table, SourceConfig config, SerializableConfiguration hadoop) {
        Optional<TableColumns> columns = TableLines.columns(table.path(), config, hadoop.value());
        if (columns.isEmpty()) {
            return new Counted(0, List.of());
        }
        TableLines lines = new TableLines(table, columns.get(), hadoop.value());
        while (lines.hasNext()) {
            lines.next();
        }
        return new Counted(lines.position(), List.of(columns.get()));
    }
}
