package org.clipspark.job.train;

/**
 * How far a run has come.
 *
 * @param samplesSeen pairs learnt from since its start
 * @param trainSeconds seconds spent on training since its start, validation left out
 * @param epochSeconds seconds that the last epoch took
 */
public record TrainingClock(long samplesSeen, double trainSeconds, double epochSeconds) {
    /** The clock of a run that has not begun. */
    static final TrainingClock START = new TrainingClock(0, 0, 0);

    /** This clock after another epoch. */
    TrainingClock plus(long samples, double seconds) {
        return new TrainingClock(samplesSeen + samples, trainSeconds + seconds, seconds);
    }
}
