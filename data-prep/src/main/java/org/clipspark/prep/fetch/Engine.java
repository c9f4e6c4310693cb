package org.clipspark.prep.fetch;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What all errands share. */
record Engine(
        WebClient client,
        HostQueues queues,
        HostBreaker breaker,
        ScheduledExecutorService timer,
        Backoff backoff,
        int retries,
        Duration totalTimeout) {
    TimeBudget budget() {
        return new TimeBudget(totalTimeout, timer);
    }

    void later(Duration wait, Runnable work) {
        Future<?> unused = timer.schedule(work, wait.toNanos(), TimeUnit.NANOSECONDS);
    }
}
