package org.clipspark.job.train;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaSparkContext;
import org.clipspark.job.config.JobConfig;
import org.clipspark.job.config.TrainSettings;
import org.clipspark.job.sync.StageResources;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Attempts at a segment until one succeeds: when executors are lost, the next one starts from the same checkpoint with the
 * replicas for which there are slots then.
 */
final class SegmentAttempts implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SegmentAttempts.class);
    private static final long POLL_MILLIS = 250;
    private static final String GROUP = "clip train";

    private final JavaSparkContext spark;
    private final StageResources resources;
    private final JobConfig config;
    private final SegmentRunner runner;
    private final RunEvents events;
    private final Clock clock;
    private final FaultListener faults;
    private int attempts;

    SegmentAttempts(
            JavaSparkContext spark,
            StageResources resources,
            JobConfig config,
            SegmentRunner runner,
            RunEvents events,
            Clock clock) {
        this.spark = spark;
        this.resources = resources;
        this.config = config;
        this.runner = runner;
        this.events = events;
        this.clock = clock;
        this.faults = new FaultListener(clock);
        spark.sc().addSparkListener(faults);
    }

    /**
     * A segment's report, and the key under which warm replicas have its end.
     *
     * @param report of the attempt that succeeded
     * @param attempt its number
     */
    record Success(SegmentReport report, int attempt) {}

    /** Runs a segment. */
    Success run(Segment segment) {
        int failed = 0;
        while (true) {
            int replicas = replicas();
            if (replicas < segment.replicas()) {
                events.add(
                        "fewer-replicas",
                        replicas + " of " + segment.replicas() + " replicas have a slot: training goes on with them");
            }
            try {
                Success success = new Success(attempt(segment.again(attempts, replicas)), attempts++);
                faults.takeRemoved().forEach(lost -> events.add("executor-lost", lost));
                return success;
            } catch (Exception e) {
                // Spark throws checked exceptions that its methods do not declare.
                attempts++;
                failed++;
                faults.takeRemoved().forEach(lost -> events.add("executor-lost", lost));
                if (spark.isLocal() || failed > config.faults().maximumRestarts()) {
                    throw e instanceof RuntimeException failure
                            ? failure
                            : new IllegalStateException("Training failed: " + reason(e), e);
                }
                events.add(
                        "restart",
                        "attempt " + failed + " from " + segment.checkpoint() + " failed, the next one begins: "
                                + reason(e));
            }
        }
    }

    private SegmentReport attempt(Segment segment) {
        String group = GROUP + " " + segment.endKey(segment.checkpoint());
        spark.setJobGroup(group, "training from " + segment.checkpoint(), false);
        Ticker watch = new Ticker("clip-slot-watch", Duration.ofSeconds(1), new SlotWatch(group, segment.replicas()));
        try {
            return runner.run(segment);
        } finally {
            watch.close();
            spark.clearJobGroup();
        }
    }

    /** How many replicas can run now; waits for all of them, but not for ever. */
    private int replicas() {
        TrainSettings train = config.train();
        if (train.replicaGroup() == TrainSettings.ReplicaGroup.ROUNDS) {
            return train.replicas();
        }
        long deadline =
                clock.millis() + TimeUnit.SECONDS.toMillis(config.faults().waitSeconds());
        int slots = resources.slots();
        while ((slots < train.replicas() || faults.hasSilent()) && !spark.isLocal() && clock.millis() < deadline) {
            pause();
            slots = resources.slots();
        }
        if (slots < train.minimumReplicas()) {
            throw new IllegalArgumentException("train.minimumReplicas = " + train.minimumReplicas()
                    + " replicas need as many task slots at once, but there are " + slots
                    + ": add executors, or lower train.replicas and train.minimumReplicas, or what each takes by train.taskResources"
                    + " and spark.task.cpus");
        }
        return Math.min(slots, train.replicas());
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for executors", e);
        }
    }

    private static String reason(Throwable failure) {
        String last = String.valueOf(failure.getMessage());
        // Spark's message holds the task's stack trace: the line that names the cause says most.
        return last.lines()
                .filter(line -> line.contains("Replica ") || line.contains("ExecutorLost"))
                .findFirst()
                .orElse(last.lines().findFirst().orElse(failure.getClass().getSimpleName()))
                .strip();
    }

    @Override
    public void close() {
        spark.sc().removeSparkListener(faults);
    }

    /** Gives up a barrier stage that waits for slots which are gone for good: Spark would wait for ever. */
    private final class SlotWatch implements Runnable {
        private final String group;
        private final int needed;
        private long missingSince = Long.MAX_VALUE;

        SlotWatch(String group, int needed) {
            this.group = group;
            this.needed = needed;
        }

        @Override
        public void run() {
            long now = clock.millis();
            boolean needsSlots = !spark.isLocal() && config.train().replicaGroup() == TrainSettings.ReplicaGroup.RING;
            if (!needsSlots || resources.slots() >= needed) {
                missingSince = Long.MAX_VALUE;
                return;
            }
            missingSince = Math.min(missingSince, now);
            if (now - missingSince > TimeUnit.SECONDS.toMillis(config.faults().waitSeconds())) {
                log.warn("Slots for {} replicas are missing for too long: giving this attempt up", needed);
                spark.cancelJobGroup(group);
            }
        }
    }
}
