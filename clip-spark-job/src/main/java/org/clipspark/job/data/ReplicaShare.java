package org.clipspark.job.data;

import java.io.Serializable;

/**
 * The part of an epoch that one replica learns from: a contiguous piece of the epoch's order. The pieces of all
 * replicas hold every sample exactly once and differ by at most one sample, so that replicas take equally long; where
 * there are fewer samples than replicas, some pieces are empty.
 *
 * @param replica number of the replica, from 0
 * @param replicas how many there are, at least 1
 */
public record ReplicaShare(int replica, int replicas) implements Serializable {
    /** Everything, for a single reader. */
    public static final ReplicaShare WHOLE = new ReplicaShare(0, 1);

    private static final int LEAST_BATCH = 2;

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

    /**
     * Batches that the piece gives. As in open_clip a last incomplete batch is dropped; a piece that is smaller than
     * one batch is one smaller batch, if it has at least the two samples that a contrastive loss needs. Samples whose
     * image cannot be decoded may leave a replica with fewer.
     *
     * @param rows samples of the whole split
     * @param batchSize samples per batch, at least 2
     */
    public long batches(long rows, int batchSize) {
        long own = rows(rows);
        if (own < batchSize) {
            return own >= LEAST_BATCH ? 1 : 0;
        }
        return own / batchSize;
    }

    /** Steps that the busiest of {@code replicas} replicas makes in an epoch of {@code rows} samples. */
    public static long stepsPerEpoch(long rows, int replicas, int batchSize) {
        long most = 0;
        for (int replica = 0; replica < replicas; replica++) {
            most = Math.max(most, new ReplicaShare(replica, replicas).batches(rows, batchSize));
        }
        return most;
    }

    private long boundary(long rows, int part) {
        long each = rows / replicas;
        long left = rows % replicas;
        return each * part + Math.min(left, part);
    }
}
