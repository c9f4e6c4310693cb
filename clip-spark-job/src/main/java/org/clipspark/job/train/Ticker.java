package org.clipspark.job.train;

import java.time.Duration;

/** Does something again and again on a daemon thread, until it is closed. */
final class Ticker implements AutoCloseable {
    private final Thread thread;

    /** Starts after one interval. */
    Ticker(String name, Duration interval, Runnable work) {
        thread = new Thread(() -> repeat(interval, work), name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void repeat(Duration interval, Runnable work) {
        try {
            while (true) {
                Thread.sleep(interval.toMillis());
                work.run();
            }
        } catch (InterruptedException e) {
            // Closed: nothing is left to do.
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
