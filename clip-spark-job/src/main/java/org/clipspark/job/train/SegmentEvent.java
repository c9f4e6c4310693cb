package org.clipspark.job.train;

import java.io.Serializable;

/** What happened to a replica within a segment, for the run's events. */
record SegmentEvent(String kind, String message) implements Serializable {
    private static final String SICK = "sick-replica";
    private static final String REPAIRED = "replica-repaired";

    /** A replica whose work of one stretch is lost. */
    static SegmentEvent leftOut(int rank, long step, long samples, String sickness) {
        return new SegmentEvent(
                SICK,
                "replica " + rank + " was left out of the average at step " + step + ", its " + samples
                        + " pairs since the one before are lost: " + sickness);
    }

    /** A replica that did not hold what the others held. */
    static SegmentEvent repaired(int rank, long step, int donor) {
        return new SegmentEvent(
                REPAIRED,
                "replica " + rank + " did not hold the parameters of the others at step " + step
                        + ": it got those of replica " + donor
                        + "; if it happens again, look for a broken device or memory on its executor");
    }
}
