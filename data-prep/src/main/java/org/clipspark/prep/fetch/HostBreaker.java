package org.clipspark.prep.fetch;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Leaves hosts alone that nobody reaches: after so many failures in a row nothing is asked of a host for a while, then one
 * request shows whether it is back (the circuit breaker of Nygard, Release It!, 2007).
 */
final class HostBreaker {
    /** As long as a robots.txt that cannot be read counts: short enough for a long job to try again. */
    private static final Duration REST = Duration.ofMinutes(10);

    private static final int MOST_HOSTS = 100_000;

    private final int limit;
    private final LongSupplier nanoTime;
    private final Map<String, Streak> streaks = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * Knows of no failure at first.
     *
     * @param limit failures in a row after which a host is left alone; 0 for never
     */
    HostBreaker(int limit, LongSupplier nanoTime) {
        this.limit = limit;
        this.nanoTime = nanoTime;
    }

    /** Why nothing is asked of a host now; empty for a url that may be asked for. */
    synchronized Optional<FetchFailure> refusal(String host) {
        Streak streak = streaks.get(host);
        if (streak == null || streak.failures < limit) {
            return Optional.empty();
        }
        if (!isResting(host)) {
            // Whoever comes first tries for all; the others wait for what it finds.
            streak.restEndsNanos = nanoTime.getAsLong() + REST.toNanos();
            return Optional.empty();
        }
        return Optional.of(FetchFailure.of(
                FetchStatus.HOST_UNREACHABLE, streak.failures + " failures in a row, the last one " + streak.last));
    }

    /** Whether a host is left alone now. */
    synchronized boolean isResting(String host) {
        Streak streak = streaks.get(host);
        return streak != null && streak.failures >= limit && nanoTime.getAsLong() - streak.restEndsNanos < 0;
    }

    /** Notes how a request failed; whether the host is left alone from now on. */
    synchronized boolean isBrokenBy(String host, FetchFailure failure) {
        if (limit == 0 || failure.kind() == FetchStatus.HOST_UNREACHABLE) {
            return false;
        }
        if (!isSilence(failure.kind())) {
            streaks.remove(host);
            return false;
        }
        Streak streak = streaks.computeIfAbsent(host, any -> new Streak());
        streak.failures++;
        streak.last = failure.status().label();
        streak.restEndsNanos = nanoTime.getAsLong() + REST.toNanos();
        forgetOldest();
        return streak.failures >= limit;
    }

    /** Notes that a host answered. */
    synchronized void answered(String host) {
        streaks.remove(host);
    }

    private void forgetOldest() {
        Iterator<String> oldest = streaks.keySet().iterator();
        while (streaks.size() > MOST_HOSTS && oldest.hasNext()) {
            oldest.next();
            oldest.remove();
        }
    }

    /** Whether a failure says that nobody is there; any other one is an answer of a kind. */
    private static boolean isSilence(FetchStatus kind) {
        return switch (kind) {
            case DNS_ERROR, CONNECT_ERROR, CONNECT_TIMEOUT, NO_RESPONSE, READ_TIMEOUT, TOTAL_TIMEOUT -> true;
            default -> false;
        };
    }

    private static final class Streak {
        private int failures;
        private String last = "";
        private long restEndsNanos;
    }
}
