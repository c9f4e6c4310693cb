package org.clipspark.job.train;

import java.util.List;
import org.clipspark.job.report.RunEvent;

/**
 * Told what happens in a run, on the driver, in this order: {@link #started}, then for each epoch {@link #stepped} once or
 * more, {@link #trained} and, where one is due, {@link #validated}, at last {@link #finished}.
 */
public interface TrainingListener {
    /**
     * The run begins.
     *
     * @param run what it is
     */
    default void started(TrainingRun run) {}

    /**
     * An epoch goes on; told every few seconds, by another thread than the rest.
     *
     * @param epoch number, from 1
     * @param samples trained in this epoch so far, over all replicas
     * @param seconds since the epoch began
     */
    default void progressed(int epoch, long samples, double seconds) {}

    /**
     * A part of an epoch was trained and its checkpoint written.
     *
     * @param epoch number, from 1
     * @param steps put together in stretches, over all replicas
     * @param clock time and samples since the start of the run
     */
    default void stepped(int epoch, List<StepRecord> steps, TrainingClock clock) {}

    /**
     * Something happened beside the course of the run.
     *
     * @param event what
     */
    default void happened(RunEvent event) {}

    /**
     * An epoch was trained and its checkpoint written.
     *
     * @param epoch number, from 1
     * @param report its means, over all replicas
     * @param clock time and samples since the start of the run
     */
    default void trained(int epoch, EpochReport report, TrainingClock clock) {}

    /**
     * The model was measured on the validation split.
     *
     * @param epoch epochs trained so far
     * @param step steps trained so far
     * @param validation what was measured
     */
    default void validated(int epoch, long step, Validation validation) {}

    /**
     * The run is over.
     *
     * @param result its final figures
     */
    default void finished(TrainResult result) {}
}
