package org.clipspark.job.data;

import java.io.Serializable;

/**
 * One replica of several, and the contiguous piece of a row of samples that is its own where they are shared out. The pieces
 * of all replicas hold every sample exactly once and differ by at most one sample; where there are fewer samples than
 * replicas, some pieces are empty.
 *
 * @param replica number of the replica, from 0
 * @param replicas how many there are, at least 1
 */
public record ReplicaShare(int replica, int replicas) implements Serializable {
    /** Everything, for a single reader. */
    public static final ReplicaShare WHOLE = new ReplicaShare(0, 1);

    /** Checks the values. */
    public ReplicaShare {
        if (replica < 0 || replica >= replicas) {
            throw new IllegalArgumentException(
                    "A replica's number must be from 0 to less than " + replicas + ", got " + replica);
        }
    }

    /** First position of the piece in an order of {@code rows} samples. */
    public long from(long rows) {
        return boundary(rows, replica);
    }

    /** Position behind the piece. */
    public long to(long rows) {
        return boundary(rows, replica + 1);
    }

    /** Samples in the piece, of {@code rows} in all. */
    public long rows(long rows) {
        return to(rows) - from(rows);
    }

    private long boundary(long rows, int part) {
        long each = rows / replicas;
        long left = rows % replicas;
        return each * part + Math.min(left, part);
    }
}
