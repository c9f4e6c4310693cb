package org.clipspark.job.sync;

import java.io.Serializable;

/**
 * What one replica does inside a barrier stage.
 *
 * @param <R> the row that it returns to the driver, serializable
 */
@FunctionalInterface
public interface ReplicaTask<R> extends Serializable {
    /** Runs on an executor; the group is closed after it. */
    R run(ReplicaGroup group) throws Exception;
}
