package org.clipspark.job.sync;

import java.io.Serializable;
import java.time.Duration;

/**
 * How long a member waits and in what pieces it sends.
 *
 * @param timeout longest silence of a peer on a connect, an accept or a read, in [1 ms, 1 day]
 * @param sliceFloats floats per message of a vector, in [1, 2^24]
 */
public record RingSettings(Duration timeout, int sliceFloats) implements Serializable {
    private static final Duration MAX_TIMEOUT = Duration.ofDays(1);
    private static final int MAX_SLICE_FLOATS = 1 << 24;

    /** Two minutes, slices of 256 KiB: larger ones leave the processor's cache, smaller ones cost system calls. */
    public static final RingSettings DEFAULT = new RingSettings(Duration.ofMinutes(2), 1 << 16);

    public RingSettings {
        if (timeout.toMillis() < 1 || timeout.compareTo(MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException("Ring time-out must be in [1 ms, 1 day], got " + timeout);
        }
        if (sliceFloats < 1 || sliceFloats > MAX_SLICE_FLOATS) {
            throw new IllegalArgumentException("Slice must be in [1, 2^24] floats, got " + sliceFloats);
        }
    }

    /** The same with another time-out. */
    public RingSettings withTimeout(Duration timeout) {
        return new RingSettings(timeout, sliceFloats);
    }

    int timeoutMillis() {
        return Math.toIntExact(timeout.toMillis());
    }
}
