package org.clipspark.prep;

import java.time.Clock;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.clipspark.prep.place.SharedPlace;
import org.clipspark.prep.shard.OutputFolder;

/**
 * Makes a data set of shards from sources of image-text pairs: read, check captions, decode, scale, encode, stage, decide
 * between rows, split, shuffle, write, and the manifest last. The same config makes the same bytes, whatever the number of
 * tasks and however often the work was cut off.
 */
public final class PrepareData {
    private PrepareData() {}

    /** Runs the command line {@code run --conf-file F ...} and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(PrepCommand.commandLine().execute(arguments));
    }

    /**
     * Makes the data set.
     *
     * @param clock measures {@link PrepResult#seconds}
     * @throws IllegalArgumentException if a path names nothing, or the output is in use or holds other work; nothing is
     *     changed then
     * @throws PrepException if no pair is usable or classes contradict each other; there is no manifest then
     * @throws org.clipspark.prep.source.UnreadableSourceException if a source has other columns than expected
     * @throws java.io.UncheckedIOException if a file system fails; the output then has no manifest
     */
    public static PrepResult run(SparkSession session, PrepConfig config, Clock clock) {
        return preparation(session, config, clock).run();
    }

    /**
     * Tries rows again that networks and servers failed to give, and writes the data set anew with what comes of it; all
     * other rows stay as they are.
     *
     * @throws IllegalArgumentException if the output has no staged rows, or they were made with other settings
     */
    public static PrepResult retryFailed(SparkSession session, PrepConfig config, Clock clock) {
        return preparation(session, config, clock).retryFailed();
    }

    private static Preparation preparation(SparkSession session, PrepConfig config, Clock clock) {
        Configuration hadoop = session.sparkContext().hadoopConfiguration();
        OutputFolder output = new OutputFolder(new Path(SharedPlace.of(config.output(), hadoop)), hadoop);
        output.requireReplaceable();
        new ConfiguredSources(config).paths().forEach(path -> output.requireApartFrom(new Path(path)));
        return new Preparation(session, config, output, clock);
    }
}
