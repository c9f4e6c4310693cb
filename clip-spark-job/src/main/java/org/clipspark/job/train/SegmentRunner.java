package org.clipspark.job.train;

/** How the replicas of a segment are run and brought to agree. */
sealed interface SegmentRunner permits RingSegments, RoundSegments {
    /** Trains one segment and writes the checkpoint at its end, unless it diverged. */
    SegmentReport run(Segment segment);
}
