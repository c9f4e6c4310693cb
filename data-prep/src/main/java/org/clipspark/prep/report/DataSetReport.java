package org.clipspark.prep.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.clipspark.prep.shard.ShardManifest;
import org.clipspark.prep.shard.ShardSchema;
import org.clipspark.prep.shard.ShardSplit;

/**
 * What came in, what became of it and what is there.
 *
 * @param rowsIn rows that the sources delivered
 * @param rowsOut rows in shards
 * @param successRate {@code rowsOut / rowsIn}, 0 to 1
 * @param rejected reason to rows
 * @param duplicates rows rejected because another one is the same
 * @param sources rows in and out of each source
 * @param funnel rows in and out of each filter step
 * @param splits name to rows
 * @param shards files
 * @param bytes of all shards
 * @param statistics of the rows in shards
 * @param notes of the filters
 * @param run what the last run took, {@link RunTimes#NONE} if nobody knows
 */
public record DataSetReport(
        @JsonProperty("rows_in") long rowsIn,
        @JsonProperty("rows_out") long rowsOut,
        @JsonProperty("success_rate") double successRate,
        Map<String, Long> rejected,
        long duplicates,
        List<SourceLine> sources,
        List<FunnelLine> funnel,
        Map<String, Long> splits,
        int shards,
        long bytes,
        RowStatistics statistics,
        List<String> notes,
        RunTimes run) {
    /** Name of the report for programs, in a data set's folder. */
    public static final String JSON = "report.json";
    /** Name of the report for people, in a data set's folder. */
    public static final String PAGE = "report.html";

    /**
     * A source.
     *
     * @param name as in the card
     * @param weight share of its rows that was to be used
     * @param in rows that it delivered
     * @param out of them, those that are in shards
     */
    public record SourceLine(String name, double weight, long in, long out) {
        static SourceLine of(DataCard.Input input) {
            return new SourceLine(input.name(), input.weight(), input.rowsIn(), input.rowsOut());
        }
    }

    /**
     * A filter step.
     *
     * @param step its name
     * @param in rows that came to it
     * @param out rows that passed
     * @param percent of them that passed; 100 where none came
     */
    public record FunnelLine(String step, long in, long out, double percent) {}

    /**
     * Reads a data set and writes both reports into its folder.
     *
     * @throws java.io.UncheckedIOException if there is no data set, or a file cannot be read or written
     */
    public static DataSetReport write(SparkSession session, String folder) {
        Configuration hadoop = session.sparkContext().hadoopConfiguration();
        ShardManifest manifest = ShardManifest.load(new Path(folder), hadoop);
        DataSetFiles files = new DataSetFiles(folder, hadoop);
        DataSetReport report = of(
                manifest,
                files.read(DataCard.FILE_NAME, DataCard.class),
                files.read(RunTimes.FILE_NAME, RunTimes.class).orElse(RunTimes.NONE),
                statistics(session, folder, manifest));
        files.write(JSON, report.withoutRun());
        files.writeText(PAGE, new DataSetPage(report, ContactSheet.of(folder, manifest, hadoop)).html());
        return report;
    }

    private static DataSetReport of(
            ShardManifest manifest, Optional<DataCard> card, RunTimes run, RowStatistics statistics) {
        long rowsOut = manifest.rows(ShardSplit.TRAIN) + manifest.rows(ShardSplit.VALIDATION);
        return new DataSetReport(
                manifest.rowsIn(),
                rowsOut,
                manifest.rowsIn() == 0 ? 0 : (double) rowsOut / manifest.rowsIn(),
                manifest.rejected(),
                manifest.rejected().entrySet().stream()
                        .filter(reason -> reason.getKey().startsWith("duplicate_"))
                        .mapToLong(Map.Entry::getValue)
                        .sum(),
                card.map(DataCard::inputs).orElse(List.of()).stream()
                        .map(SourceLine::of)
                        .toList(),
                card.map(DataCard::steps).orElse(List.of()).stream()
                        .map(DataSetReport::line)
                        .toList(),
                new TreeMap<>(Map.of(
                        ShardSplit.TRAIN.folder(), manifest.rows(ShardSplit.TRAIN),
                        ShardSplit.VALIDATION.folder(), manifest.rows(ShardSplit.VALIDATION))),
                manifest.shards().size(),
                manifest.shards().stream().mapToLong(ShardManifest.Shard::bytes).sum(),
                statistics,
                card.map(DataCard::notes).orElse(List.of()),
                run);
    }

    /** The same without what differs between equal data sets. */
    private DataSetReport withoutRun() {
        return new DataSetReport(
                rowsIn,
                rowsOut,
                successRate,
                rejected,
                duplicates,
                sources,
                funnel,
                splits,
                shards,
                bytes,
                statistics,
                notes,
                RunTimes.NONE);
    }

    private static FunnelLine line(DataCard.Step step) {
        return new FunnelLine(
                step.name(), step.in(), step.out(), step.in() == 0 ? 100 : 100.0 * step.out() / step.in());
    }

    private static RowStatistics statistics(SparkSession session, String folder, ShardManifest manifest) {
        String[] files = manifest.shards().stream()
                .map(shard -> folder + "/" + shard.file())
                .toArray(String[]::new);
        if (files.length == 0) {
            return RowStatistics.empty();
        }
        Dataset<Row> rows = session.read()
                .parquet(files)
                .select(
                        ShardSchema.ORIGINAL_WIDTH,
                        ShardSchema.ORIGINAL_HEIGHT,
                        ShardSchema.CAPTION,
                        ShardSchema.CAPTIONS,
                        ShardSchema.LANGUAGE,
                        ShardSchema.CLASS);
        List<RowStatistics> parts = rows.toJavaRDD()
                .mapPartitions(part -> {
                    RowStatistics.Counter counter = new RowStatistics.Counter();
                    part.forEachRemaining(counter::add);
                    return List.of(counter.statistics()).iterator();
                })
                .collect();
        return parts.stream().reduce(RowStatistics.empty(), RowStatistics::plus);
    }
}
