package org.clipspark.prep.fetch;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;

/**
 * The time that one attempt may take over all its requests. It cuts the connection when the time is over, for a
 * server that sends a byte now and then never trips a read time-out, and when nobody waits for the answer any more.
 */
final class TimeBudget {
    private final ScheduledExecutorService timer;
    private long remainingNanos;
    private long startedNanos;
    private Optional<HttpUriRequestBase> request = Optional.empty();
    private Optional<Future<?>> alarm = Optional.empty();
    private boolean isSpent;
    private boolean isCancelled;

    TimeBudget(Duration total, ScheduledExecutorService timer) {
        this.remainingNanos = total.toNanos();
        this.timer = timer;
    }

    /** The clock runs from here; a cancelled budget aborts the request at once. */
    synchronized void start(HttpUriRequestBase starting) {
        if (isCancelled) {
            starting.abort();
            return;
        }
        request = Optional.of(starting);
        startedNanos = System.nanoTime();
        alarm = Optional.of(timer.schedule(this::spend, Math.max(0, remainingNanos), TimeUnit.NANOSECONDS));
    }

    /** The clock stands still until the next start. */
    synchronized void stop() {
        alarm.ifPresent(running -> running.cancel(false));
        if (request.isPresent()) {
            remainingNanos -= System.nanoTime() - startedNanos;
        }
        request = Optional.empty();
    }

    /** Whether a request was aborted because the time was over. */
    synchronized boolean isSpent() {
        return isSpent;
    }

    /** Aborts what is in progress and all that would follow. */
    void cancel() {
        Optional<HttpUriRequestBase> running;
        synchronized (this) {
            isCancelled = true;
            running = request;
        }
        running.ifPresent(HttpUriRequestBase::abort);
    }

    private void spend() {
        Optional<HttpUriRequestBase> running;
        synchronized (this) {
            isSpent = request.isPresent();
            running = request;
        }
        // Closing a socket may wait for its peer, so it is done outside the lock.
        running.ifPresent(HttpUriRequestBase::abort);
    }
}
