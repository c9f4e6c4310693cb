package org.clipspark.prep.fetch;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before a retry: a random part of a time that doubles, so that hosts that came back are not met by
 * all at once (the "full jitter" of Brooker, Exponential Backoff And Jitter, AWS Architecture Blog 2015).
 */
record Backoff(double firstSeconds, double longestSeconds, DoubleSupplier uniform) {
    /**
     * The time to wait.
     *
     * @param retry 0 for the first
     * @param retryAfter what the server asks for, or zero
     * @return empty if the server asks for more than the longest wait
     */
    Optional<Duration> before(int retry, Duration retryAfter) {
        double asked = retryAfter.toMillis() / 1e3;
        if (asked > longestSeconds) {
            return Optional.empty();
        }
        double bound = Math.min(longestSeconds, firstSeconds * Math.pow(2, retry));
        double seconds = Math.min(longestSeconds, asked + uniform.getAsDouble() * bound);
        return Optional.of(Duration.ofNanos((long) (seconds * 1e9)));
    }
}
