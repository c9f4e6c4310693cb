package org.clipspark.job.train;

import java.io.Serializable;
import org.clipspark.job.data.SampleCursor;

/**
 * Where a run stands, beside its vectors.
 *
 * @param cursor the next batch
 * @param learningRateFactor on the schedule's rates, lowered when the run went back
 * @param clock samples and seconds so far
 * @param epoch the cursor's epoch so far; where that has not begun, the one before it
 */
record RunState(SampleCursor cursor, double learningRateFactor, TrainingClock clock, EpochReport epoch)
        implements Serializable {
    /** The state before training. */
    static RunState start(long seed) {
        return new RunState(SampleCursor.start(seed, 0), 1, TrainingClock.START, EpochReport.empty());
    }

    /** Epochs that are complete. */
    int epochs() {
        return cursor.epoch();
    }

    /** Whether the last segment ended with an epoch. */
    boolean isBetweenEpochs() {
        return cursor.batch() == 0;
    }

    /**
     * The state after a segment.
     *
     * @param batches of an epoch
     * @param seconds that it took
     */
    RunState plus(SegmentReport segment, long batches, double seconds) {
        TrainingClock time = isBetweenEpochs() ? clock.nextEpoch() : clock;
        EpochReport before = isBetweenEpochs() ? EpochReport.empty() : epoch;
        boolean isWhole = segment.end() >= batches;
        return new RunState(
                isWhole ? SampleCursor.start(cursor.seed(), cursor.epoch() + 1) : cursor.at(segment.end()),
                learningRateFactor,
                time.plus(segment.report().samples(), seconds),
                before.followedBy(segment.report()));
    }

    /** The same with another learning rate from here on. */
    RunState withLearningRateFactor(double factor) {
        return new RunState(cursor, factor, clock, epoch);
    }
}
