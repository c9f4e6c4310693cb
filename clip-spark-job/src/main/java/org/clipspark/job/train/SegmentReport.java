package org.clipspark.job.train;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a segment measured.
 *
 * @param report steps, over all replicas
 * @param end first batch of the epoch that it has not used
 * @param stopRequested whether it ended because the run is to stop
 * @param events what happened to replicas on the way
 */
record SegmentReport(EpochReport report, long end, boolean stopRequested, List<SegmentEvent> events)
        implements Serializable {
    /** Copies the list. */
    SegmentReport {
        events = List.copyOf(events);
    }

    /** Reports of two replicas of the same segment as one. */
    SegmentReport plus(SegmentReport other) {
        return new SegmentReport(
                report.plus(other.report),
                Math.max(end, other.end),
                stopRequested || other.stopRequested,
                Stream.concat(events.stream(), other.events.stream()).toList());
    }
}
