package org.clipspark.job.sync.link;

import java.time.Duration;

/**
 * How members connect.
 *
 * @param timeout longest wait for the others when the ring forms, and longest silence of a link later on, in [1 ms, 1
 *     day]
 * @param protection the same on all members
 */
public record LinkSettings(Duration timeout, Protection protection) {
    private static final Duration MAX_TIMEOUT = Duration.ofDays(1);

    /** What connections are safe from. */
    public enum Protection {
        /** Strangers cannot join, but who sees the network sees the bytes. */
        AUTHENTICATED(1),
        /** Bytes are encrypted too, and changes of them are noticed. */
        ENCRYPTED(2);

        private final int code;

        Protection(int code) {
            this.code = code;
        }

        /** Its number in a handshake. */
        int code() {
            return code;
        }
    }

    /** Checks the time-out. */
    public LinkSettings {
        if (timeout.toMillis() < 1 || timeout.compareTo(MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException("Time-out of a link must be in [1 ms, 1 day], got " + timeout);
        }
    }
}
