package org.clipspark.job.train;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.util.LongAccumulator;
import org.clipspark.job.sync.SparkBridge;

/**
 * Samples that the replicas have trained in the current epoch, while they still train: tasks add to an accumulator, and
 * the heartbeats of their executors tell the driver how far each is.
 */
final class EpochProgress extends SparkListener implements AutoCloseable {
    private final SparkContext spark;
    private final LongAccumulator samples;
    private final LongConsumer listener;
    private final Map<Long, Long> running = new HashMap<>();

    /** Tells {@code listener} the samples of the epoch, on a thread of Spark's. */
    EpochProgress(SparkContext spark, LongConsumer listener) {
        this.spark = spark;
        this.samples = spark.longAccumulator("samples trained");
        this.listener = listener;
        spark.addSparkListener(this);
    }

    /** What tasks add the samples of each step to. */
    LongAccumulator samples() {
        return samples;
    }

    @Override
    public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate heartbeat) {
        Map<Long, Long> values = SparkBridge.runningValues(heartbeat, samples.id());
        if (!values.isEmpty()) {
            running.putAll(values);
            long total = running.values().stream().mapToLong(Long::longValue).sum();
            listener.accept(samples.value() + total);
        }
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
        // Spark has added what the task trained to the accumulator, or has dropped it if the task failed.
        running.remove(end.taskInfo().taskId());
    }

    @Override
    public void close() {
        spark.removeSparkListener(this);
    }
}
