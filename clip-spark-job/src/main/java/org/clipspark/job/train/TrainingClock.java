package org.clipspark.job.train;

import java.io.Serializable;

/**
 * How far a run has come.
 *
 * @param samplesSeen pairs learnt from since its start
 * @param trainSeconds seconds spent on training since its start, validation left out
 * @param epochSeconds seconds of them spent on the current epoch, or on the last one where the next has not begun
 */
public record TrainingClock(long samplesSeen, double trainSeconds, double epochSeconds) implements Serializable {
    /** The clock of a run that has not begun. */
    static final TrainingClock START = new TrainingClock(0, 0, 0);

    /** This clock after some more training in the same epoch. */
    TrainingClock plus(long samples, double seconds) {
        return new TrainingClock(samplesSeen + samples, trainSeconds + seconds, epochSeconds + seconds);
    }

    /** This clock at the start of another epoch. */
    TrainingClock nextEpoch() {
        return new TrainingClock(samplesSeen, trainSeconds, 0);
    }
}
