package org.clipspark.job.sync;

import java.io.Serializable;
import org.clipspark.job.sync.reduce.Weights;
import org.clipspark.model.compute.FloatVector;

/**
 * What one replica does in a round of ordinary Spark tasks. It must be pure: Spark may run it twice, on another executor
 * each time, and every run has to give the same bits.
 *
 * @param <R> the row that it returns to the driver, serializable
 */
@FunctionalInterface
public interface RoundTask<R> extends Serializable {
    /**
     * Trains one replica from the state at the start of the round.
     *
     * @param rank in {@code [0, replicas)}
     * @param start the state that all replicas start from; shared by the tasks of an executor, so read only
     */
    Update<R> run(int rank, FloatVector start) throws Exception;

    /**
     * What a replica brings back.
     *
     * @param state as long as the state it started from
     * @param weight samples that were really seen, in {@code [0, 2^53]}
     * @param row for the driver
     * @param released called when nobody reads the state any more, also if the task fails after this
     */
    record Update<R>(FloatVector state, double weight, R row, Runnable released) {
        public Update {
            Weights.check(weight);
        }

        /** One whose state is nobody else's. */
        public Update(FloatVector state, double weight, R row) {
            this(state, weight, row, () -> {});
        }
    }
}
