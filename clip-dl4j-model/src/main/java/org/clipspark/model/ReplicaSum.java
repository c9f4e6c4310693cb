package org.clipspark.model;

import org.clipspark.model.compute.FloatVector;

/**
 * Replicas that learn from one global batch, seen from one of them. Every replica calls the same methods in the same
 * order with the same lengths, and all get the same numbers.
 */
public interface ReplicaSum {
    /** This replica's number, in {@code [0, size())}. */
    int rank();

    /** Number of replicas, at least 1. */
    int size();

    /** The element-wise sum over the replicas. */
    double[] sum(double[] values);

    /** Replaces the vector on every replica by the element-wise sum over the replicas. */
    void sumInPlace(FloatVector vector);
}
