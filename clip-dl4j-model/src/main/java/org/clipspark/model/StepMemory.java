package org.clipspark.model;

import org.clipspark.model.layer.Activations;

/**
 * What a model has memory for. A step of more pairs than a chunk gives the gradients of the whole batch for one more forward
 * pass.
 *
 * @param chunk pairs that the towers work on at a time, at least 1
 * @param chunks most chunks of a step, at least 1
 * @param replicas most replicas whose pairs are compared with each other in a step, at least 1
 * @param activations what becomes of those of the towers' blocks until the backward pass; CLIP's ResNet always keeps them
 */
public record StepMemory(int chunk, int chunks, int replicas, Activations activations) {
    /** Checks the numbers. */
    public StepMemory {
        if (chunk < 1 || chunks < 1 || (long) chunk * chunks > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("A model has memory for at least one chunk of one pair and at most "
                    + Integer.MAX_VALUE + " pairs, got " + chunks + " chunks of " + chunk);
        }
        if (replicas < 1) {
            throw new IllegalArgumentException("A step is taken by at least one replica, got " + replicas);
        }
    }

    /** Memory for steps of one replica. */
    public StepMemory(int chunk, int chunks, Activations activations) {
        this(chunk, chunks, 1, activations);
    }

    /** Memory for a batch that is worked on whole. */
    static StepMemory whole(int batch) {
        return new StepMemory(batch, 1, Activations.KEPT);
    }

    /** Most pairs of a step of one replica. */
    int pairs() {
        return chunk * chunks;
    }

    /** Most pairs of a step, over all replicas. */
    long globalPairs() {
        return (long) pairs() * replicas;
    }
}
