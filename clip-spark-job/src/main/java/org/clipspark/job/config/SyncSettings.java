package org.clipspark.job.config;

import java.io.Serializable;
import java.time.Duration;
import org.clipspark.job.sync.RingSettings;
import org.clipspark.job.sync.reduce.WireFormat;

/**
 * Section {@code sync}: how replicas of {@code train.replicaGroup: ring} talk.
 *
 * @param wire how floats travel; bfloat16 halves the bytes, and each replica keeps what rounding took, one float on the
 *     Java heap per averaged float, until the end of its stage
 * @param timeoutSeconds longest silence of a replica before it counts as lost, in [1, 86400]
 */
public record SyncSettings(WireFormat wire, int timeoutSeconds) implements Serializable {
    private static final int SECONDS_PER_DAY = 86_400;

    /** Checks the time-out. */
    public SyncSettings {
        if (timeoutSeconds < 1 || timeoutSeconds > SECONDS_PER_DAY) {
            throw new IllegalArgumentException(
                    "sync.timeoutSeconds must be in [1, " + SECONDS_PER_DAY + "], got " + timeoutSeconds);
        }
    }

    /** The same for a ring. */
    public RingSettings ring() {
        return RingSettings.DEFAULT
                .withTimeout(Duration.ofSeconds(timeoutSeconds))
                .withWire(wire);
    }
}
