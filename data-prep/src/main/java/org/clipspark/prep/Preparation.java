package org.clipspark.prep;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.clipspark.prep.shard.OutputFolder;
import org.clipspark.prep.shard.ShardManifest;
import org.clipspark.prep.shard.ShardSplit;
import org.clipspark.prep.source.PairSource;
import org.clipspark.prep.source.SourceLimits;
import org.clipspark.prep.source.SourcePart;
import org.clipspark.prep.stage.PairStep;
import org.clipspark.prep.stage.StageFolder;
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
    private final OutputFolder output;
    private final StageFolder folder;
    private final Clock clock;
    private final Instant start;

    Preparation(SparkSession session, PrepConfig config, OutputFolder output, Clock clock, Instant start) {
        this.session = session;
        this.config = config;
        this.output = output;
        this.clock = clock;
        this.start = start;
        spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        folder = new StageFolder(new Path(config.output()), spark.hadoopConfiguration());
    }

    PrepResult run() {
        List<SourcePart> parts = parts();
        requireSameWork();
        if (config.mode() == OutputMode.OVERWRITE) {
            output.clear();
            folder.remove();
        }
        output.begin();
        folder.begin(StageSettings.of(config).format());
        Staging staging = new Staging(
                spark, folder, config.image().format(), config.shards().rowGroupBytes());
        StagedRows staged = staging.run(parts, PairStep.NONE, new PairRows(PairPreparation.Settings.of(config)));
        return write(config.mode() == OutputMode.EXTEND ? staging.all() : staged);
    }

    private List<SourcePart> parts() {
        Configuration hadoop = spark.hadoopConfiguration();
        SourceLimits limits =
                new SourceLimits(config.image().maxBytes(), config.stage().rowsPerPart());
        PairSource source = PairSource.named(config.source(), limits, hadoop);
        Optional<PairSource> validation = config.validation().map(other -> PairSource.named(other, limits, hadoop));
        List<SourcePart> parts = new ArrayList<>(source.parts(spark, 0));
        validation.ifPresent(other -> parts.addAll(other.parts(spark, 1)));
        return parts;
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
        before.ifPresent(settings -> requireSame(settings, StageSettings.of(config), isExtending));
    }

    private void requireSame(String before, StageSettings now, boolean isExtending) {
        String current = isExtending ? StageSettings.withoutPaths(now.format()) : now.format();
        String earlier = isExtending ? StageSettings.withoutPaths(before) : before;
        if (!earlier.equals(current)) {
            throw new IllegalArgumentException("output " + config.output() + " holds work with other settings ("
                    + StageSettings.difference(earlier, current) + "); set mode: overwrite to begin anew");
        }
    }

    private PrepResult write(StagedRows staged) {
        if (staged.isEmpty()) {
            throw new PrepException("No usable pair in " + config.source().path() + ": 0 rows read, rejected {}");
        }
        try (DecidedRows decided = DecidedRows.of(staged, session)) {
            Funnel funnel = decided.count(config.split());
            log.info("rows_in={} accepted={} rejected={}", funnel.rowsIn(), funnel.accepted(), funnel.rejected());
            ShardManifest manifest = new DataSetWriter(spark, config, output).write(decided, funnel);
            output.complete(manifest);
            if (!config.stage().keep()) {
                folder.remove();
            }
            return result(manifest);
        }
    }

    private PrepResult result(ShardManifest manifest) {
        Duration time = Duration.between(start, clock.instant());
        PrepResult result = new PrepResult(
                manifest.rowsIn(),
                manifest.rows(ShardSplit.TRAIN) + manifest.rows(ShardSplit.VALIDATION),
                manifest.rejected(),
                manifest.shards().size(),
                time.toMillis() / 1e3);
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
