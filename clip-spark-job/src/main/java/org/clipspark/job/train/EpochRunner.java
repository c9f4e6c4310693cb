package org.clipspark.job.train;

/** How the replicas of an epoch are run and brought to agree. */
sealed interface EpochRunner permits RingEpoch, RoundsEpoch {
    /** Trains one epoch and writes its checkpoint. */
    EpochReport run(EpochTask task);
}
