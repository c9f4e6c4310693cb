package org.clipspark.job.train;

import java.time.Clock;
import java.util.List;
import org.clipspark.job.report.RunEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners and the log what happens to a run. */
final class RunEvents {
    private static final Logger log = LoggerFactory.getLogger(RunEvents.class);

    private final List<TrainingListener> listeners;
    private final Clock clock;
    private int epoch = 1;
    private long step;

    RunEvents(List<TrainingListener> listeners, Clock clock) {
        this.listeners = listeners;
        this.clock = clock;
    }

    /** Where the run stands from now on. */
    void at(RunPlan plan, RunState state) {
        epoch = state.epochs() + 1;
        step = plan.step(state.cursor());
    }

    void add(String kind, String message) {
        RunEvent event = new RunEvent(clock.instant(), kind, epoch, step, message);
        log.warn("event={} epoch={} step={} {}", kind, epoch, step, event.message());
        listeners.forEach(listener -> listener.happened(event));
    }
}
