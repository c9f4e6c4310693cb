package org.clipspark.job.train;

import java.util.Optional;

/** Whether what a replica learnt may reach the others. */
final class ReplicaHealth {
    private ReplicaHealth() {}

    /**
     * What is wrong with a replica, if something is.
     *
     * @param way its steps since the last average
     * @param before norm of its parameters then, the same for all replicas
     * @param after norm of its parameters now
     * @param spike largest ratio of both, 0 for any
     */
    static Optional<String> sickness(EpochReport way, double before, double after, double spike) {
        if (way.diverged()) {
            return Optional.of("its loss is no number");
        }
        if (!Double.isFinite(after)) {
            return Optional.of("its parameters are no numbers");
        }
        // Parameters that are all zero have no scale to compare with.
        if (spike > 0 && before > 0 && after > spike * before) {
            return Optional.of(String.format("the norm of its parameters rose from %.3g to %.3g", before, after));
        }
        return Optional.empty();
    }
}
