package org.clipspark.prep;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.clipspark.prep.report.RunTimes;

/** Measures the phases of a run. */
final class Stopwatch {
    private static final double MILLIS = 1e3;

    private final Clock clock;
    private final Instant start;
    private final List<RunTimes.Phase> phases = new ArrayList<>();
    private Instant last;

    Stopwatch(Clock clock) {
        this.clock = clock;
        start = clock.instant();
        last = start;
    }

    /** Ends a phase. */
    void lap(String name, long rows) {
        Instant now = clock.instant();
        phases.add(RunTimes.Phase.of(name, seconds(last, now), rows));
        last = now;
    }

    double seconds() {
        return seconds(start, clock.instant());
    }

    RunTimes times(List<String> versions) {
        return new RunTimes(start.toString(), seconds(), phases, versions);
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / MILLIS;
    }
}
