package org.clipspark.job.train;

import java.util.UUID;
import org.clipspark.job.config.JobConfig;

/**
 * What stays the same when a run is resumed.
 *
 * @param runId unique name of the run
 * @param streams pieces that its epochs are cut into, see {@link org.clipspark.job.data.BatchOrder}
 */
record RunIdentity(String runId, int streams) {
    /** A new run, with as many streams as it has replicas. */
    static RunIdentity fresh(JobConfig config) {
        return new RunIdentity(UUID.randomUUID().toString(), config.train().replicas());
    }
}
