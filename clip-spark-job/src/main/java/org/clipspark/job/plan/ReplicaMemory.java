package org.clipspark.job.plan;

import org.clipspark.job.config.JobConfig;
import org.clipspark.job.config.OptimizerSettings;
import org.clipspark.job.config.TrainSettings;
import org.clipspark.job.data.RowsInMemory;
import org.clipspark.job.train.RunOutline;
import org.clipspark.model.ModelCost;
import org.clipspark.model.compute.ParameterLayout;

/**
 * What one replica takes, in bytes; all but the last two lie outside of the Java heap.
 *
 * @param parameters the model
 * @param gradients as many
 * @param moments the optimizer's state
 * @param movingAverage the moving average of the parameters
 * @param outer anchor and velocity of an outer optimizer
 * @param activations activations and temporaries of the largest step
 * @param kernels packed weights and scratch memory of the products
 * @param batches on the heap: decoded pairs that wait, and rows that wait to be decoded
 * @param residuals on the heap: what rounding for the wire took
 */
record ReplicaMemory(
        long parameters,
        long gradients,
        long moments,
        long movingAverage,
        long outer,
        long activations,
        long kernels,
        long batches,
        long residuals) {
    /** Measured beside steps of transformers, ConvNeXt and ResNet: no less than this, and no more than a share. */
    private static final long LEAST_KERNELS = 16L << 20;

    private static final int KERNELS_SHARE = 16;
    private static final int ADAM_MOMENTS = 2;
    private static final int OUTER_VECTORS = 2;
    /** A batch that is learnt from, and one that is being put together. */
    private static final int BATCHES_IN_USE = 2;

    static ReplicaMemory of(RunOutline run) {
        JobConfig config = run.config();
        long vector = run.layout().size() * Float.BYTES;
        long activations = ModelCost.arena(run.model(), run.stepMemory()) * Float.BYTES;
        return new ReplicaMemory(
                vector,
                vector,
                config.optimizer().name() == OptimizerSettings.Rule.ADAMW ? ADAM_MOMENTS * vector : 0,
                config.train().ema() > 0 ? vector : 0,
                config.train().outer().isUsed() && isRing(config) ? OUTER_VECTORS * vector : 0,
                activations,
                Math.max(LEAST_KERNELS, 2 * largestMatrix(run.layout())) + activations / KERNELS_SHARE,
                batches(run),
                residuals(run));
    }

    private static long largestMatrix(ParameterLayout layout) {
        // Embeddings of tokens are looked up, not multiplied by: no kernel packs them.
        return Float.BYTES
                * layout.entries().stream()
                        .filter(entry -> !entry.name().contains("token_embedding"))
                        .mapToLong(entry -> entry.shape().size())
                        .max()
                        .orElse(0);
    }

    private static long batches(RunOutline run) {
        JobConfig config = run.config();
        long pair = (long) Float.BYTES * run.model().imageLength()
                + (long) Integer.BYTES * run.model().text().contextLength();
        long pairs = (long) (config.data().prefetchBatches() + BATCHES_IN_USE)
                * config.train().pairsPerStep();
        return pairs * pair + RowsInMemory.training(run.data());
    }

    private static long residuals(RunOutline run) {
        boolean isRounded = isRing(run.config())
                && run.config().train().replicas() > 1
                && run.config().sync().wire().bytesPerFloat() < Float.BYTES;
        return isRounded ? new AveragedVectors(run).largestFloats() * Float.BYTES : 0;
    }

    /** In rounds the driver alone takes outer steps. */
    private static boolean isRing(JobConfig config) {
        return config.train().replicaGroup() == TrainSettings.ReplicaGroup.RING;
    }

    /** Bytes outside of the Java heap. */
    long nativeBytes() {
        return parameters + gradients + moments + movingAverage + outer + activations + kernels;
    }

    /** Bytes on the Java heap. */
    long heapBytes() {
        return batches + residuals;
    }
}
