package org.clipspark.job.train;

import org.clipspark.job.sync.ReplicaGroup;
import org.clipspark.model.ReplicaSum;
import org.clipspark.model.compute.FloatVector;

/** A group as the model sees it in a step on a global batch; embeddings travel as they are. */
record GroupSum(ReplicaGroup group) implements ReplicaSum {
    @Override
    public int rank() {
        return group.rank();
    }

    @Override
    public int size() {
        return group.size();
    }

    @Override
    public double[] sum(double[] values) {
        return group.sum(values);
    }

    @Override
    public void sumInPlace(FloatVector vector) {
        group.sumInPlace(vector);
    }
}
