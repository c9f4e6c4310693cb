package org.clipspark.job.plan;

/**
 * What averages cost beside steps.
 *
 * @param seconds of one average
 * @param secondsPerStep of one step
 * @param averagingFrequency steps between two averages
 */
record AverageCost(double seconds, double secondsPerStep, int averagingFrequency) {
    /** Share of the time that a run may spend in averages. */
    static final double ACCEPTABLE = 0.05;

    /** Share of the time of steps and averages that goes into averages, from 0 to 1. */
    double overhead() {
        return seconds / (seconds + averagingFrequency * secondsPerStep);
    }

    /** The smallest number of steps between two averages with which they take an acceptable share. */
    long suggestedFrequency() {
        return Math.max(1, (long) Math.ceil(seconds * (1 - ACCEPTABLE) / ACCEPTABLE / secondsPerStep));
    }
}
