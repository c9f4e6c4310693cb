package org.clipspark.job.train;

import java.time.Clock;
import org.clipspark.job.config.CheckpointSettings;
import org.clipspark.job.data.SampleCursor;

/** Decides at each average whether the segment ends there: with the epoch, where a checkpoint is due, or on request. */
final class SegmentEnd {
    private static final double MILLIS_PER_MINUTE = 60_000;

    /** What to do after an average; of several wishes the last one here is followed. */
    enum Choice {
        /** More steps. */
        GO_ON,
        /** A checkpoint, then the next segment. */
        CHECKPOINT,
        /** A checkpoint, then the end of the run. */
        STOP
    }

    private final RunPlan plan;
    private final long firstStep;
    private final StopSignal stop;
    private final Clock clock;
    private final long start;

    SegmentEnd(RunPlan plan, SampleCursor from, StopSignal stop, Clock clock) {
        this.plan = plan;
        this.firstStep = plan.step(from);
        this.stop = stop;
        this.clock = clock;
        this.start = clock.millis();
    }

    /** What to do when that is the next batch. */
    Choice choose(SampleCursor next) {
        if (stop.isRequested()) {
            return Choice.STOP;
        }
        CheckpointSettings settings = plan.config().checkpoint();
        long every = settings.everySteps();
        // By multiples of the run's steps, so that a resumed run has its checkpoints where it would have had them.
        boolean isDue = every > 0 && plan.step(next) / every > firstStep / every;
        boolean isLong =
                settings.everyMinutes() > 0 && clock.millis() - start >= settings.everyMinutes() * MILLIS_PER_MINUTE;
        boolean isWhole = next.batch() >= plan.order().batches();
        return isDue || isLong || isWhole ? Choice.CHECKPOINT : Choice.GO_ON;
    }
}
