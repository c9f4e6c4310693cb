package org.clipspark.job.data;

import java.io.Serializable;

/**
 * The batches of an epoch and their numbers, whatever the number of replicas: the epoch's order of samples is cut into
 * streams, contiguous pieces whose lengths differ by at most one, and batch {@code i} of stream {@code s} has the number
 * {@code i * streams + s}. A step of {@code R} replicas takes the next {@code R} numbers. So replicas may come and go at any
 * step, and the batches after it are the ones that would have come anyway; with as many replicas as streams each replica
 * reads one piece.
 *
 * <p>As in open_clip a last incomplete batch of a stream is dropped. A stream that is smaller than one batch is one smaller
 * batch, if it has at least the two samples that a contrastive loss needs.
 *
 * @param rows samples of the epoch, 0 or more
 * @param streams pieces, at least 1
 * @param batchSize samples of a batch, at least 2
 */
public record BatchOrder(long rows, int streams, int batchSize) implements Serializable {
    private static final int LEAST_BATCH = 2;

    /** Checks the values. */
    public BatchOrder {
        if (rows < 0 || streams < 1 || batchSize < LEAST_BATCH) {
            throw new IllegalArgumentException("Batches need rows >= 0, streams >= 1 and batchSize >= " + LEAST_BATCH
                    + ", got " + rows + ", " + streams + " and " + batchSize);
        }
    }

    /** Batches of the epoch. */
    public long batches() {
        // Streams differ by at most one batch, and the longer ones come first: so no number is left out.
        long longer = rows % streams;
        return longer * batchesOf(rows / streams + 1) + (streams - longer) * batchesOf(rows / streams);
    }

    private long batchesOf(long own) {
        if (own < batchSize) {
            return own >= LEAST_BATCH ? 1 : 0;
        }
        return own / batchSize;
    }

    /** Steps that so many replicas need for the batches from number {@code from} on. */
    public long steps(long from, int replicas) {
        return Math.max(0, (batches() - from + replicas - 1) / replicas);
    }

    /** Stream of a batch. */
    int stream(long number) {
        return (int) (number % streams);
    }

    /** Position of a batch's first sample in the order of the epoch. */
    long first(long number) {
        return piece(stream(number)).from(rows) + number / streams * batchSize;
    }

    /** Samples of a batch. */
    int size(long number) {
        return (int) Math.min(batchSize, piece(stream(number)).rows(rows));
    }

    private ReplicaShare piece(int stream) {
        return new ReplicaShare(stream, streams);
    }
}
