package org.clipspark.job.suite;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.clipspark.job.embed.CheckpointSource;
import org.clipspark.job.suite.plan.SuiteCheckpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evaluates each checkpoint of a folder once, as soon as it is complete. What was evaluated is told by the results alone, so
 * that a watch can be killed and started again at any moment.
 */
public final class CheckpointWatch {
    private static final Logger log = LoggerFactory.getLogger(CheckpointWatch.class);
    /** Where training puts checkpoints within the folder of a run. */
    private static final String RUN_CHECKPOINTS = "checkpoints";

    private final SuiteRun run;
    private final String folder;
    private final Configuration hadoop;
    private final Set<String> seen = new TreeSet<>();

    /**
     * A watch.
     *
     * @param folder that checkpoints appear in; it need not exist yet
     */
    public CheckpointWatch(SuiteRun run, String folder, Configuration hadoop) {
        this.run = run;
        this.folder = folder;
        this.hadoop = hadoop;
    }

    /**
     * When a watch ends.
     *
     * @param checkpoints after so many were evaluated now, at least 1
     * @param isOnce after one look, however many there are
     * @param poll time between two looks
     */
    public record Rhythm(int checkpoints, boolean isOnce, Duration poll) {
        /** Checks the values. */
        public Rhythm {
            if (checkpoints < 1 || poll.isNegative() || poll.isZero()) {
                throw new IllegalArgumentException(
                        "A watch needs a number of checkpoints and a time between two looks of at least 1, got "
                                + checkpoints + " and " + poll);
            }
        }
    }

    /**
     * Watches until the rhythm ends it or the thread is interrupted.
     *
     * @param listener is told what became of each checkpoint
     * @return how many checkpoints had something to compute
     */
    public int watch(Rhythm rhythm, Consumer<SuiteRun.Summary> listener) {
        int evaluated = 0;
        while (true) {
            for (SuiteCheckpoint checkpoint : unseen()) {
                evaluated += evaluate(checkpoint, listener) ? 1 : 0;
                if (evaluated >= rhythm.checkpoints()) {
                    return evaluated;
                }
            }
            if (rhythm.isOnce() || !isWaitedFor(rhythm.poll())) {
                return evaluated;
            }
        }
    }

    private static boolean isWaitedFor(Duration time) {
        try {
            Thread.sleep(time.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The name of the model: that of the folder, or of the run where it is a run's folder of checkpoints. */
    static String model(String folder) {
        Path path = new Path(folder);
        Path parent = path.getParent();
        return path.getName().equals(RUN_CHECKPOINTS)
                        && parent != null
                        && !parent.getName().isEmpty()
                ? parent.getName()
                : path.getName();
    }

    /** The complete checkpoints of a folder, as a watch names them; none where it does not exist. */
    public static List<SuiteCheckpoint> checkpoints(String folder, Configuration hadoop) {
        return SuiteCheckpoint.complete(folder, hadoop).stream()
                .map(each -> open(folder, each, hadoop))
                .toList();
    }

    private static SuiteCheckpoint open(String folder, String location, Configuration hadoop) {
        CheckpointSource source = CheckpointSource.open(location, hadoop);
        return new SuiteCheckpoint(model(folder), source.name(), source);
    }

    private List<SuiteCheckpoint> unseen() {
        List<SuiteCheckpoint> checkpoints = new ArrayList<>();
        for (String each : SuiteCheckpoint.complete(folder, hadoop)) {
            if (!seen.contains(each)) {
                try {
                    checkpoints.add(open(folder, each, hadoop));
                } catch (UncheckedIOException e) {
                    passOver(each, e);
                }
            }
        }
        return checkpoints;
    }

    private boolean evaluate(SuiteCheckpoint checkpoint, Consumer<SuiteRun.Summary> listener) {
        String location = checkpoint.source().location();
        try {
            SuiteRun.Summary summary = run.run(List.of(checkpoint));
            seen.add(location);
            listener.accept(summary);
            return summary.computed() > 0;
        } catch (UncheckedIOException e) {
            passOver(location, e);
            return false;
        }
    }

    /** Training deletes old checkpoints while they are watched; any other failure ends the watch. */
    private void passOver(String location, UncheckedIOException failure) {
        if (SuiteCheckpoint.complete(folder, hadoop).contains(location)) {
            throw failure;
        }
        log.warn("checkpoint={} was deleted before it was evaluated", location);
    }
}
