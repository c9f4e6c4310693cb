package org.clipspark.job.config;

import java.io.Serializable;

/**
 * Section {@code faults}: what a run survives.
 *
 * @param maximumRestarts attempts after the first at the way from one checkpoint to the next, 0 or more
 * @param waitSeconds longest wait for the executors of all replicas, 0 or more; then training goes on with fewer, if {@code
 *     train.minimumReplicas} are there
 * @param maximumRollbacks times that a run that diverged goes back to its last checkpoint, 0 or more
 * @param learningRateFactor factor on the learning rate from there on, above 0 and at most 1
 * @param lossSpike a loss over ten steps that is this many times the median of those before counts as diverged; 0 for never,
 *     else above 1
 * @param normSpike a replica whose parameters' norm is this many times that of the last average is left out of the next one;
 *     0 for never, else above 1
 */
public record FaultSettings(
        int maximumRestarts,
        int waitSeconds,
        int maximumRollbacks,
        double learningRateFactor,
        double lossSpike,
        double normSpike)
        implements Serializable {
    /** Checks the values. */
    public FaultSettings {
        Checks.atLeast("faults.maximumRestarts", 0, maximumRestarts);
        Checks.atLeast("faults.waitSeconds", 0, waitSeconds);
        Checks.atLeast("faults.maximumRollbacks", 0, maximumRollbacks);
        Checks.aboveZeroUpToOne("faults.learningRateFactor", learningRateFactor);
        Checks.zeroOrAboveOne("faults.lossSpike", lossSpike);
        Checks.zeroOrAboveOne("faults.normSpike", normSpike);
    }
}
