package org.clipspark.job.data;

import java.io.Serializable;

/**
 * Where a run stands in the training split. Together with the manifest and the {@link BatchOrder} it is all that is needed
 * to go on with exactly the samples that would have come next, on any number of replicas.
 *
 * @param seed of the run
 * @param epoch pass over the split, from 0
 * @param batch batches that all replicas together have used up of this epoch, from 0
 */
public record SampleCursor(long seed, int epoch, long batch) implements Serializable {
    /** Checks the values. */
    public SampleCursor {
        if (epoch < 0 || batch < 0) {
            throw new IllegalArgumentException("Epoch and batch count from 0, got epoch=" + epoch + " batch=" + batch);
        }
    }

    /** The start of an epoch. */
    public static SampleCursor start(long seed, int epoch) {
        return new SampleCursor(seed, epoch, 0);
    }

    /** This cursor at another batch of its epoch. */
    public SampleCursor at(long batch) {
        return new SampleCursor(seed, epoch, batch);
    }
}
