package org.clipspark.job;

import java.time.Duration;
import org.clipspark.job.suite.CheckpointWatch;
import picocli.CommandLine.Option;

/** Options of a watch for checkpoints. */
final class WatchOptions {
    @Option(
            names = "--watch",
            paramLabel = "DIR",
            description = "Evaluates each complete checkpoint of a folder once, instead of those of the file.")
    private String folder = "";

    @Option(names = "--poll-seconds", defaultValue = "60", description = "Between two looks, 60 by default.")
    private int pollSeconds;

    @Option(names = "--stop-after", paramLabel = "N", description = "Ends after so many checkpoints; 0: never.")
    private int stopAfter;

    @Option(names = "--once", description = "Ends after one look, for jobs that a scheduler starts.")
    private boolean isOnce;

    /** The folder; empty without a watch. */
    String folder() {
        if (folder.isEmpty() && (isOnce || stopAfter != 0)) {
            throw new IllegalArgumentException("--once and --stop-after are of a watch: add --watch DIR");
        }
        return folder;
    }

    /** Whether it ends by itself. */
    boolean isBounded() {
        return isOnce || stopAfter > 0;
    }

    /** When it looks and ends. */
    CheckpointWatch.Rhythm rhythm() {
        if (pollSeconds < 1 || stopAfter < 0) {
            throw new IllegalArgumentException("--poll-seconds must be at least 1 and --stop-after at least 0, got "
                    + pollSeconds + " and " + stopAfter);
        }
        return new CheckpointWatch.Rhythm(
                stopAfter == 0 ? Integer.MAX_VALUE : stopAfter, isOnce, Duration.ofSeconds(pollSeconds));
    }
}
