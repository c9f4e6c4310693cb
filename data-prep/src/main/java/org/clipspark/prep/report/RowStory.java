package org.clipspark.prep.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.input_file_name;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.clipspark.prep.shard.OutputFolder;
import org.clipspark.prep.shard.PairOrigin;
import org.clipspark.prep.shard.RowStatus;
import org.clipspark.prep.shard.ShardManifest;
import org.clipspark.prep.shard.ShardSchema;
import org.clipspark.prep.shard.ShardSplit;

/**
 * What became of one row, from its source to where it is.
 *
 * @param key of the row
 * @param status {@code success} or the reason
 * @param steps what was done and decided, in order, one line each
 */
public record RowStory(String key, String status, List<String> steps) {
    private static final String FILE = "shard_file";

    /** Copies. */
    public RowStory {
        steps = List.copyOf(steps);
    }

    /**
     * Finds rows by key or address: one story for each, accepted rows first.
     *
     * @throws java.io.UncheckedIOException if there is no data set
     */
    public static List<RowStory> of(SparkSession session, String folder, String name) {
        Configuration hadoop = session.sparkContext().hadoopConfiguration();
        ShardManifest manifest = ShardManifest.load(new Path(folder), hadoop);
        Optional<DataCard> card = new DataSetFiles(folder, hadoop).read(DataCard.FILE_NAME, DataCard.class);
        List<DataCard.Step> filters = card.map(DataCard::steps).orElse(List.of());
        List<RowStory> stories = new ArrayList<>();
        for (ShardSplit split : ShardSplit.values()) {
            String[] files = manifest.shards(split).stream()
                    .map(shard -> folder + "/" + shard.file())
                    .toArray(String[]::new);
            if (files.length > 0) {
                find(session.read().parquet(files), name).forEach(row -> stories.add(accepted(row, split, filters)));
            }
        }
        if (!manifest.rejected().isEmpty()) {
            Dataset<Row> rejected = session.read().parquet(folder + "/" + OutputFolder.REJECTED);
            find(rejected, name).forEach(row -> stories.add(rejected(row, filters)));
        }
        return stories;
    }

    private static List<Row> find(Dataset<Row> rows, String name) {
        return rows.drop(ShardSchema.IMAGE_COLUMNS.toArray(String[]::new))
                .withColumn(FILE, input_file_name())
                .filter(col(ShardSchema.KEY)
                        .equalTo(name)
                        .or(col(ShardSchema.URL).equalTo(name)))
                .orderBy(ShardSchema.SOURCE, ShardSchema.SOURCE_FILE, ShardSchema.SOURCE_ROW)
                .collectAsList();
    }

    private static RowStory accepted(Row row, ShardSplit split, List<DataCard.Step> filters) {
        List<String> steps = new ArrayList<>(origin(row));
        // Filters are for what is learnt from; a source of its own to measure on does not pass through them.
        if (row.<Integer>getAs(ShardSchema.SOURCE) != PairOrigin.VALIDATION) {
            filters.forEach(step -> steps.add("filter    " + step.name() + ": passed"));
        }
        Path file = new Path(row.<String>getAs(FILE));
        steps.add("written   " + split.folder() + "/" + file.getName());
        return new RowStory(row.getAs(ShardSchema.KEY), RowStatus.SUCCESS.label(), steps);
    }

    private static RowStory rejected(Row row, List<DataCard.Step> filters) {
        String status = row.getAs(ShardSchema.STATUS);
        List<String> steps = new ArrayList<>(origin(row));
        String detail = text(row, ShardSchema.ERROR_MESSAGE);
        if (filters.stream().anyMatch(step -> step.status().equals(status))) {
            for (DataCard.Step step : filters) {
                boolean isFailed = step.status().equals(status);
                steps.add("filter    " + step.name() + ": " + (isFailed ? "failed, " + detail : "passed"));
                if (isFailed) {
                    break;
                }
            }
        }
        steps.add("rejected  " + status + (detail.isEmpty() ? "" : ": " + detail));
        return new RowStory(row.getAs(ShardSchema.KEY), status, steps);
    }

    private static List<String> origin(Row row) {
        List<String> steps = new ArrayList<>();
        steps.add("source    " + row.getAs(ShardSchema.SOURCE_FILE) + ", row " + row.getAs(ShardSchema.SOURCE_ROW)
                + " of source " + row.getAs(ShardSchema.SOURCE));
        line(steps, "address   ", text(row, ShardSchema.URL));
        line(steps, "caption   ", text(row, ShardSchema.CAPTION));
        line(steps, "sha256    ", text(row, ShardSchema.SHA256));
        Integer width = row.getAs(ShardSchema.ORIGINAL_WIDTH);
        if (width != null) {
            String found = width + "x" + row.getAs(ShardSchema.ORIGINAL_HEIGHT) + " pixels";
            Integer stored = row.getAs(ShardSchema.WIDTH);
            steps.add("image     " + found
                    + (stored == null ? "" : ", stored " + stored + "x" + row.getAs(ShardSchema.HEIGHT)));
        }
        return steps;
    }

    private static void line(List<String> steps, String name, String value) {
        if (!value.isEmpty()) {
            steps.add(name + value.lines().findFirst().orElse(""));
        }
    }

    private static String text(Row row, String column) {
        return Objects.requireNonNullElse(row.<String>getAs(column), "");
    }

    /** The story for people. */
    public String text() {
        return key + ": " + status + System.lineSeparator() + "  " + String.join(System.lineSeparator() + "  ", steps);
    }
}
