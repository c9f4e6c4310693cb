package org.clipspark.job.report;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Something that happened to a run beside its course: a fault, a restart, a rollback.
 *
 * @param time when
 * @param kind what, such as {@code executor-lost}, in lower case with hyphens
 * @param epoch the epoch it belongs to, from 1
 * @param step steps taken at the last checkpoint before it
 * @param message one line
 */
public record RunEvent(Instant time, String kind, int epoch, long step, String message) {
    private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9-]{0,63}");

    /** Checks the kind and keeps the first line of the message. */
    public RunEvent {
        if (!KIND.matcher(kind).matches()) {
            throw new IllegalArgumentException("An event's kind is in lower case with hyphens, got '" + kind + "'");
        }
        message = message.lines().findFirst().orElse("");
    }
}
