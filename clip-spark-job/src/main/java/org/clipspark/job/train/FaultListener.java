package org.clipspark.job.train;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;

/** Which executors a run has lost, and which are silent. */
final class FaultListener extends SparkListener {
    /** Executors tell every ten seconds that they live; two that are missed may be a long collection of garbage. */
    private static final long SILENT_MILLIS = 25_000;

    private final Clock clock;
    private final Map<String, Long> lastHeard = new HashMap<>();
    private final List<String> removed = new ArrayList<>();

    FaultListener(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized void onExecutorAdded(SparkListenerExecutorAdded added) {
        lastHeard.put(added.executorId(), clock.millis());
    }

    @Override
    public synchronized void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate heartbeat) {
        lastHeard.put(heartbeat.execId(), clock.millis());
    }

    @Override
    public synchronized void onExecutorRemoved(SparkListenerExecutorRemoved lost) {
        lastHeard.remove(lost.executorId());
        removed.add("executor " + lost.executorId() + " was lost: " + lost.reason());
    }

    /** What happened since the last call, one line for each executor. */
    synchronized List<String> takeRemoved() {
        List<String> taken = List.copyOf(removed);
        removed.clear();
        return taken;
    }

    /** Whether some executor that Spark still counts has not been heard of for too long. */
    synchronized boolean hasSilent() {
        long oldest = clock.millis() - SILENT_MILLIS;
        return lastHeard.values().stream().anyMatch(heard -> heard < oldest);
    }
}
