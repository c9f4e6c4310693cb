package org.clipspark.prep.filter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.clipspark.prep.config.StrictYaml;

/** Runs steps written in YAML. */
final class FilterRuns {
    private final SparkSession spark;
    private final Path folder;

    FilterRuns(SparkSession spark, Path folder) {
        this.spark = spark;
        this.folder = folder;
    }

    Filters filters(String steps) {
        try {
            Path file = Files.writeString(folder.resolve("filter.yaml"), "steps:\n" + steps);
            return Filters.of(StrictYaml.load(file, List.of(), FilterConfig.class), spark);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Key to status and message of the rows that fail. */
    SortedMap<String, String> rejected(String steps, Dataset<Row> rows) {
        return rejected(steps, rows, Map.of());
    }

    SortedMap<String, String> rejected(String steps, Dataset<Row> rows, Map<String, Dataset<Row>> sets) {
        try (Filters filters = filters(steps)) {
            filters.check(rows.schema());
            return fates(filters.decisions(rows, sets), rows);
        }
    }

    private static SortedMap<String, String> fates(Dataset<Row> decisions, Dataset<Row> rows) {
        Dataset<Row> keys = rows.select("key", "source", "source_file", "source_row");
        SortedMap<String, String> fates = new TreeMap<>();
        decisions
                .join(keys, new String[] {"source", "source_file", "source_row"}, "inner")
                .select("key", "status", "error_message")
                .collectAsList()
                .forEach(row -> fates.put(row.getString(0), row.getString(1) + ": " + row.getString(2)));
        return fates;
    }
}
