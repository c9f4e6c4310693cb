package org.clipspark.job.train;

import java.io.Serializable;
import org.apache.spark.util.LongAccumulator;

/**
 * The way from one checkpoint to the next, within an epoch.
 *
 * @param from where it starts
 * @param checkpoint folder that holds the vectors at its start
 * @param stamp which of several states of that name: a run that went back writes a checkpoint again
 * @param attempt which attempt at it this is, from 0, unique within the run
 * @param replicas that take part
 * @param progress what tasks add the samples of each step to
 */
record Segment(RunState from, String checkpoint, String stamp, int attempt, int replicas, LongAccumulator progress)
        implements Serializable {
    /** Another attempt at the same. */
    Segment again(int newAttempt, int newReplicas) {
        return new Segment(from, checkpoint, stamp, newAttempt, newReplicas, progress);
    }

    /** What a warm replica that has the vectors at the start is known by. */
    String startKey() {
        return checkpoint + "#" + stamp;
    }

    /** What a warm replica that has the vectors of the checkpoint at the end is known by. */
    String endKey(String folder) {
        return folder + "#" + attempt;
    }
}
