package org.clipspark.job.data;

import java.io.Serializable;

/**
 * Where a replica stands in the training split. Together with the manifest and the replica's share it is all that is
 * needed to go on with exactly the samples that would have come next.
 *
 * @param seed of the run
 * @param epoch pass over the split, from 0
 * @param position samples of the replica's share that this epoch has already used up, from 0
 */
public record SampleCursor(long seed, int epoch, long position) implements Serializable {
    /** Checks the values. */
    public SampleCursor {
        if (epoch < 0 || position < 0) {
            throw new IllegalArgumentException(
                    "Epoch and position count from 0, got epoch=" + epoch + " position=" + position);
        }
    }

    /** The start of an epoch. */
    public static SampleCursor start(long seed, int epoch) {
        return new SampleCursor(seed, epoch, 0);
    }

    /** This cursor, {@code samples} further. */
    public SampleCursor plus(long samples) {
        return new SampleCursor(seed, epoch, position + samples);
    }
}
