package org.clipspark.job.train;

import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.clipspark.job.config.TrainSettings;
import org.clipspark.job.device.DeviceBinding;

/**
 * Where a replica computes.
 *
 * @param learns whether it takes steps; the driver's evaluates and is saved
 * @param threads native threads
 * @param device number of its GPU in this process; no backend of CPUs reads it
 */
record ReplicaPlace(boolean learns, int threads, int device) {
    /** That of the driver, which has no GPU of its own: what trains on GPUs is evaluated on its CPU. */
    static ReplicaPlace ofDriver(int threads) {
        return new ReplicaPlace(false, threads, 0);
    }

    /** That of steps that are tried outside of Spark's tasks: on the first GPU, if on any. */
    static ReplicaPlace ofTrial(int threads) {
        return new ReplicaPlace(true, threads, 0);
    }

    /**
     * That of the calling task.
     *
     * @throws IllegalArgumentException if several replicas are to compute on GPUs and Spark gave this one none
     */
    static ReplicaPlace ofTask(TrainSettings train) {
        TaskContext task = TaskContext.get();
        int threads = train.threadsPerReplica() == TrainSettings.THREADS_OF_TASK
                ? DeviceBinding.threads(SparkEnv.get().conf(), task.cpus())
                : train.threadsPerReplica();
        return new ReplicaPlace(true, threads, device(train, task));
    }

    private static int device(TrainSettings train, TaskContext task) {
        if (train.backend() != TrainSettings.Backend.CUDA) {
            return 0;
        }
        return DeviceBinding.of(task).map(DeviceBinding::ordinal).orElseGet(() -> onlyDevice(train));
    }

    private static int onlyDevice(TrainSettings train) {
        if (train.replicas() > 1) {
            throw new IllegalArgumentException("train.backend is cuda and train.replicas " + train.replicas()
                    + ", but Spark gave this task no GPU: set spark.executor.resource.gpu.amount,"
                    + " spark.task.resource.gpu.amount and a discovery script");
        }
        return 0;
    }
}
