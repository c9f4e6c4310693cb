package org.clipspark.job.sync;

import java.io.Serializable;
import java.time.Duration;
import org.clipspark.job.sync.link.LinkSettings;
import org.clipspark.job.sync.link.LinkSettings.Protection;
import org.clipspark.job.sync.reduce.WireFormat;

/**
 * How members of a ring talk; the same on all of them.
 *
 * @param timeout longest silence of a peer on a connect, an accept, a read or a write, in [1 ms, 1 day]
 * @param sliceFloats floats per message of a vector, in [1, 2^24]
 * @param wire how the floats of named vectors travel; others go as they are
 * @param protection of the connections
 */
public record RingSettings(Duration timeout, int sliceFloats, WireFormat wire, Protection protection)
        implements Serializable {
    private static final int MAX_SLICE_FLOATS = 1 << 24;

    /** Two minutes, slices of 256 KiB: larger ones leave the processor's cache, smaller ones cost system calls. */
    public static final RingSettings DEFAULT =
            new RingSettings(Duration.ofMinutes(2), 1 << 16, WireFormat.FLOAT32, Protection.AUTHENTICATED);

    /** Checks the ranges. */
    public RingSettings {
        new LinkSettings(timeout, protection);
        if (sliceFloats < 1 || sliceFloats > MAX_SLICE_FLOATS) {
            throw new IllegalArgumentException("Slice must be in [1, 2^24] floats, got " + sliceFloats);
        }
    }

    /** The same with another time-out. */
    public RingSettings withTimeout(Duration other) {
        return new RingSettings(other, sliceFloats, wire, protection);
    }

    /** The same with other slices. */
    public RingSettings withSliceFloats(int other) {
        return new RingSettings(timeout, other, wire, protection);
    }

    /** The same with another form of floats. */
    public RingSettings withWire(WireFormat other) {
        return new RingSettings(timeout, sliceFloats, other, protection);
    }

    /** The same with other connections. */
    public RingSettings withProtection(Protection other) {
        return new RingSettings(timeout, sliceFloats, wire, other);
    }

    LinkSettings links() {
        return new LinkSettings(timeout, protection);
    }
}
