package org.clipspark.job.embed;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Seconds that several threads spend at something, summed. */
final class Stopwatch {
    private static final double NANOSECONDS = 1e9;

    private final AtomicLong nanoseconds = new AtomicLong();

    /** Does the work and adds the time it takes. */
    <T> T time(Supplier<T> work) {
        long start = System.nanoTime();
        try {
            return work.get();
        } finally {
            nanoseconds.addAndGet(System.nanoTime() - start);
        }
    }

    double seconds() {
        return nanoseconds.get() / NANOSECONDS;
    }
}
