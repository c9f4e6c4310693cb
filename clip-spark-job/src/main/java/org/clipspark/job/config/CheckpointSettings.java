package org.clipspark.job.config;

import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.clipspark.prep.place.SharedPlace;

/**
 * Section {@code checkpoint}. There is one before training and after each epoch, and as many within epochs as this says;
 * training goes on from the newest after a fault, so that at most the work since then is repeated.
 *
 * @param directory folder of the checkpoints, a path or an address that Hadoop can write; empty for {@code checkpoints} in
 *     {@code run.directory}
 * @param everySteps steps between two checkpoints within an epoch, 0 for none
 * @param everyMinutes minutes between two checkpoints within an epoch, 0 for none
 * @param keepLast newest checkpoints that are kept, 0 for all
 * @param keepBest name of a validation figure whose best checkpoint is kept too, such as {@code zeroshot_top1}; empty for none
 */
public record CheckpointSettings(String directory, long everySteps, double everyMinutes, int keepLast, String keepBest)
        implements Serializable {
    /** Checks the values. */
    public CheckpointSettings {
        Checks.atLeast("checkpoint.everySteps", 0, everySteps);
        Checks.notNegative("checkpoint.everyMinutes", everyMinutes);
        Checks.atLeast("checkpoint.keepLast", 0, keepLast);
    }

    /** With the folder of a run's checkpoints named as executors find it too. */
    CheckpointSettings shared(RunSettings run, Configuration hadoop) {
        return new CheckpointSettings(
                SharedPlace.of(folder(run), hadoop), everySteps, everyMinutes, keepLast, keepBest);
    }

    /** Where the checkpoints of a run are. */
    public String folder(RunSettings run) {
        return directory.isEmpty() ? run.directory() + "/" + RunFolder.CHECKPOINTS : directory;
    }
}
