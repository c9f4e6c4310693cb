package org.clipspark.prep;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.clipspark.prep.shard.OutputFolder;
import org.clipspark.prep.shard.ShardManifest;
import org.clipspark.prep.shard.ShardSplit;
import org.clipspark.prep.source.PairSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a data set of shards from sources of image-text pairs: read, check captions, decode, scale, encode, split,
 * shuffle, write, and the manifest last. The same config makes the same bytes, whatever the number of tasks.
 */
public final class PrepareData {
    private static final Logger log = LoggerFactory.getLogger(PrepareData.class);

    private PrepareData() {}

    /** Runs the command line {@code run --conf-file F ...} and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(PrepCommand.commandLine().execute(arguments));
    }

    /**
     * Makes the data set.
     *
     * @param clock measures {@link PrepResult#seconds}
     * @throws IllegalArgumentException if a path names nothing or the output is in use; nothing is changed then
     * @throws PrepException if no pair is usable or classes contradict each other; nothing is changed then
     * @throws org.clipspark.prep.source.UnreadableSourceException if a source has other columns than expected
     * @throws java.io.UncheckedIOException if a file system fails; the output then has no manifest
     */
    public static PrepResult run(SparkSession session, PrepConfig config, Clock clock) {
        Instant start = clock.instant();
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        Configuration hadoop = spark.hadoopConfiguration();
        OutputFolder output = new OutputFolder(new Path(config.output()), hadoop);
        if (config.overwrite()) {
            output.requireReplaceable();
        } else {
            output.requireFree();
        }
        output.requireApartFrom(new Path(config.source().path()));
        config.validation().ifPresent(other -> output.requireApartFrom(new Path(other.path())));
        PairSource source = PairSource.named(config.source(), config.image().maxBytes(), hadoop);
        try (RowPreparation rows = new RowPreparation(spark, config)) {
            rows.add(source);
            config.validation()
                    .map(other -> PairSource.named(other, config.image().maxBytes(), hadoop))
                    .ifPresent(rows::add);
            ShardManifest manifest = new DataSetWriter(spark, config, output).write(rows);
            Duration time = Duration.between(start, clock.instant());
            return result(manifest, time);
        }
    }

    private static PrepResult result(ShardManifest manifest, Duration time) {
        long rowsOut = manifest.rows(ShardSplit.TRAIN) + manifest.rows(ShardSplit.VALIDATION);
        PrepResult result = new PrepResult(
                manifest.rowsIn(),
                rowsOut,
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
