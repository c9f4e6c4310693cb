package org.clipspark.job.train;

import java.io.Serializable;

/**
 * What a segment measured.
 *
 * @param report steps, over all replicas
 * @param end first batch of the epoch that it has not used
 * @param stopRequested whether it ended because the run is to stop
 */
record SegmentReport(EpochReport report, long end, boolean stopRequested) implements Serializable {
    /** Reports of two replicas of the same segment as one. */
    SegmentReport plus(SegmentReport other) {
        return new SegmentReport(
                report.plus(other.report), Math.max(end, other.end), stopRequested || other.stopRequested);
    }
}
