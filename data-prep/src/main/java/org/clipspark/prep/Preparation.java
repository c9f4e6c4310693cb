package org.clipspark.prep;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.clipspark.prep.config.StrictYaml;
import org.clipspark.prep.filter.FilterConfig;
import org.clipspark.prep.filter.FilterFunnel;
import org.clipspark.prep.filter.Filters;
import org.clipspark.prep.npy.UidFile;
import org.clipspark.prep.report.DataCard;
import org.clipspark.prep.report.DataSetFiles;
import org.clipspark.prep.report.DataSetReport;
import org.clipspark.prep.report.RunTimes;
import org.clipspark.prep.shard.OutputFolder;
import org.clipspark.prep.shard.RowStatus;
import org.clipspark.prep.shard.ShardManifest;
import org.clipspark.prep.shard.ShardSchema;
import org.clipspark.prep.shard.ShardSplit;
import org.clipspark.prep.source.SourceLimits;
import org.clipspark.prep.source.SourcePart;
import org.clipspark.prep.stage.StageFolder;
import org.clipspark.prep.stage.StagedColumns;
import org.clipspark.prep.stage.StagedRows;
import org.clipspark.prep.stage.Staging;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run: stage what is missing, decide, write what is missing. */
final class Preparation {
    private static final Logger log = LoggerFactory.getLogger(Preparation.class);

    private final SparkSession session;
    private final JavaSparkContext spark;
    private final PrepConfig config;
    private final ConfiguredSources sources;
    private final OutputFolder output;
    private final StageFolder folder;
    private final Stopwatch watch;

    Preparation(SparkSession session, PrepConfig config, OutputFolder output, Clock clock) {
        this.session = session;
        this.config = config;
        sources = new ConfiguredSources(config);
        this.output = output;
        watch = new Stopwatch(clock);
        spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        folder = new StageFolder(output.path(), spark.hadoopConfiguration());
    }

    PrepResult run() {
        try (Filters filters = filters()) {
            return run(filters);
        }
    }

    private PrepResult run(Filters filters) {
        Map<String, Dataset<Row>> sets = evaluationSets();
        List<SourcePart> parts = parts();
        requireSameWork();
        if (config.mode() == OutputMode.OVERWRITE) {
            output.clear();
            folder.remove();
        }
        output.begin();
        boolean hasOtherFilter = !folder.filter().orElse(filterText()).equals(filterText());
        folder.begin(StageSettings.of(config).format());
        watch.lap("list", 0);
        Staging staging = staging();
        if (hasOtherFilter) {
            // Pairs that the filter before kept from being fetched may pass this one.
            staging.again(maker(), row -> row.status().label().startsWith(Filters.REJECTED));
        }
        folder.beginFilter(filterText());
        EarlyFilter early = new EarlyFilter(session, filters, config.caption());
        StagedRows staged = staging.run(parts, pairs -> early.apply(sources.mix(pairs)), maker());
        return write(config.mode() == OutputMode.EXTEND ? staging.all() : staged, parts, filters, sets);
    }

    private Filters filters() {
        Filters filters = Filters.of(config.filter().orElse(new FilterConfig(List.of())), session);
        filters.check(StagedColumns.SCHEMA);
        return filters;
    }

    private Map<String, Dataset<Row>> evaluationSets() {
        return EvaluationSets.open(session, config.evaluationSets().orElse(Map.of()));
    }

    private String filterText() {
        return config.filter().map(StrictYaml::format).orElse("");
    }

    PrepResult retryFailed() {
        try (Filters filters = filters()) {
            return retryFailed(filters);
        }
    }

    private PrepResult retryFailed(Filters filters) {
        Map<String, Dataset<Row>> sets = evaluationSets();
        List<SourcePart> parts = parts();
        String before = folder.settings()
                .orElseThrow(
                        () -> new IllegalArgumentException("output " + config.output() + " has no " + StageFolder.NAME
                                + " with rows to try again; set stage.keep: true for the run that makes it"));
        requireSame(before, StageSettings.of(config), true);
        output.begin();
        watch.lap("list", 0);
        StagedRows staged = staging().again(maker(), PairRows::isRetryable);
        return write(staged, parts, filters, sets);
    }

    private Staging staging() {
        return new Staging(
                spark, folder, config.image().format(), config.shards().rowGroupBytes());
    }

    private PairRows maker() {
        return PairRows.of(config);
    }

    private List<SourcePart> parts() {
        return sources.parts(
                spark,
                new SourceLimits(config.image().maxBytes(), config.stage().rowsPerPart()));
    }

    /** Refuses to mix work of different settings, before anything is changed. */
    private void requireSameWork() {
        if (config.mode() == OutputMode.OVERWRITE) {
            return;
        }
        boolean isExtending = config.mode() == OutputMode.EXTEND;
        Optional<String> before = folder.settings();
        if (output.isComplete() && !isExtending) {
            throw new IllegalArgumentException("output " + config.output()
                    + " already holds a data set; choose another, or set mode: overwrite, or extend to add to it");
        }
        if (output.isComplete() && before.isEmpty()) {
            throw new IllegalArgumentException("output " + config.output() + " has no " + StageFolder.NAME
                    + " to extend: it was made with stage.keep: false; set mode: overwrite");
        }
        if (before.isEmpty() && folder.hasParts()) {
            throw new IllegalArgumentException("output " + config.output() + " holds parts in " + StageFolder.NAME
                    + " and nothing that says how they were made; set mode: overwrite to begin anew");
        }
        before.ifPresent(settings -> requireSame(settings, StageSettings.of(config), isExtending));
        if (!isExtending && !folder.filter().orElse(filterText()).equals(filterText())) {
            throw new IllegalArgumentException("output " + config.output() + " holds work with another filter ("
                    + StageSettings.difference(folder.filter().orElse(""), filterText())
                    + "); set mode: extend to go on with this one, or overwrite to begin anew");
        }
    }

    private void requireSame(String before, StageSettings now, boolean isExtending) {
        String current = isExtending ? StageSettings.withoutPaths(now.format()) : now.format();
        String earlier = isExtending ? StageSettings.withoutPaths(before) : before;
        if (!earlier.equals(current)) {
            throw new IllegalArgumentException("output " + config.output() + " holds work with other settings ("
                    + StageSettings.difference(earlier, current) + "); set mode: overwrite to begin anew");
        }
    }

    private PrepResult write(
            StagedRows staged, List<SourcePart> parts, Filters filters, Map<String, Dataset<Row>> sets) {
        if (staged.isEmpty()) {
            throw new PrepException("No usable pair in " + config.source().path() + ": 0 rows read, rejected {}");
        }
        try (DecidedRows decided = DecidedRows.of(staged, session, filters, sets)) {
            Funnel funnel = decided.count(config.split());
            log.info("rows_in={} accepted={} rejected={}", funnel.rowsIn(), funnel.accepted(), funnel.rejected());
            watch.lap("stage and decide", funnel.rowsIn());
            config.gates().ifPresent(gates -> gates.require(funnel));
            ShardManifest manifest = new DataSetWriter(session, config, output).write(decided, funnel);
            watch.lap("write", manifest.rowsIn());
            DataSetFiles files = new DataSetFiles(config.output(), spark.hadoopConfiguration());
            files.write(DataCard.FILE_NAME, card(funnel, sources.inputs(parts, funnel), filters, decided));
            output.complete(manifest);
            config.uids().ifPresent(file -> writeUids(manifest, file));
            files.write(RunTimes.FILE_NAME, watch.times(versions()));
            DataSetReport.write(session, config.output());
            if (!config.stage().keep()) {
                folder.remove();
            }
            return result(manifest);
        }
    }

    private void writeUids(ShardManifest manifest, String file) {
        String[] shards = manifest.shards().stream()
                .map(shard -> config.output() + "/" + shard.file())
                .toArray(String[]::new);
        UidFile.write(session.read().parquet(shards), ShardSchema.UID, new Path(file), spark.hadoopConfiguration());
    }

    private DataCard card(Funnel funnel, List<DataCard.Input> inputs, Filters filters, DecidedRows decided) {
        Map<String, Long> rows = new TreeMap<>(funnel.rejected());
        rows.put(RowStatus.SUCCESS.label(), funnel.rowsIn() - funnel.rejectedRows());
        return new DataCard(
                DataCard.FORMAT_VERSION,
                StrictYaml.format(DataSettings.of(config)),
                inputs,
                steps(funnel, filters),
                rows,
                decided.notes(session, filters));
    }

    private static List<DataCard.Step> steps(Funnel funnel, Filters filters) {
        Map<String, Long> rows = new TreeMap<>(funnel.rejected());
        rows.put(RowStatus.SUCCESS.label(), funnel.filtered());
        Map<String, String> statuses = filters.statuses();
        return FilterFunnel.of(statuses, rows).stages().stream()
                .map(stage -> new DataCard.Step(
                        stage.step(), statuses.getOrDefault(stage.step(), ""), stage.in(), stage.out()))
                .toList();
    }

    private List<String> versions() {
        return List.of(
                "Java " + System.getProperty("java.version", "unknown"),
                "Spark " + session.version(),
                spark.defaultParallelism() + " tasks at a time");
    }

    private PrepResult result(ShardManifest manifest) {
        PrepResult result = new PrepResult(
                manifest.rowsIn(),
                manifest.rows(ShardSplit.TRAIN) + manifest.rows(ShardSplit.VALIDATION),
                manifest.rejected(),
                manifest.shards().size(),
                watch.seconds());
        log.info(
                "rows_in={} rows_out={} rejected={} shards={} {} s",
                result.rowsIn(),
                result.rowsOut(),
                result.rejected(),
                result.shards(),
                result.seconds());
        return result;
    }
}
