package org.clipspark.job.sync;

import java.util.List;
import org.clipspark.job.sync.reduce.Weights;
import org.clipspark.model.compute.FloatVector;

/** One replica alone: the mean of one vector is the vector. */
final class SoloGroup implements ReplicaGroup {
    @Override
    public int rank() {
        return 0;
    }

    @Override
    public int size() {
        return 1;
    }

    @Override
    public double averageInPlace(FloatVector vector, double weight) {
        return Weights.check(weight);
    }

    @Override
    public void sumInPlace(FloatVector vector) {
        // The sum of one vector is the vector.
    }

    @Override
    public double[] sum(double[] values) {
        return values.clone();
    }

    @Override
    public long sum(long value) {
        return value;
    }

    @Override
    public List<byte[]> allGather(byte[] payload) {
        return List.of(payload.clone());
    }

    @Override
    public void barrier() {
        // Nobody to wait for.
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
