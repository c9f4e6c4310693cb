package org.clipspark.job.train;

import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.clipspark.job.sync.ReplicaGroup;
import org.clipspark.job.sync.SparkRing;

/** An epoch as one barrier stage whose tasks average among themselves. */
final class RingEpoch implements EpochRunner {
    private final JavaSparkContext spark;
    private final Broadcast<RunPlan> plan;

    RingEpoch(JavaSparkContext spark, Broadcast<RunPlan> plan) {
        this.spark = spark;
        this.plan = plan;
    }

    @Override
    public EpochReport run(EpochTask task) {
        // Only what the tasks need is captured: the context of the driver cannot travel.
        Broadcast<RunPlan> shared = plan;
        String name = plan.value().runId() + "/epoch-" + task.epoch();
        List<EpochReport> reports = SparkRing.run(
                spark,
                plan.value().config().train().replicas(),
                name,
                plan.value().config().sync().ring(),
                group -> train(shared.value(), group, task));
        return reports.stream().reduce(EpochReport.empty(), EpochReport::plus);
    }

    private static EpochReport train(RunPlan plan, ReplicaGroup group, EpochTask task) {
        ReplicaPool.Warm warm = ReplicaPool.take(plan, group.rank());
        boolean whole = false;
        try {
            if (!warm.checkpoint().equals(task.from())) {
                ReplicaCheckpoint.load(plan, warm.replica(), task.epoch(), task.from());
            }
            EpochReport report =
                    new EpochTrainer(plan, warm.replica(), warm.input(), task.progress()::add).run(group, task.epoch());
            if (!report.diverged()) {
                if (group.rank() == 0) {
                    ReplicaCheckpoint.save(plan, warm.replica(), task.epoch() + 1, task.to());
                }
                ReplicaPool.giveBack(plan, group.rank(), warm, task.to());
                whole = true;
            }
            return report;
        } finally {
            if (!whole) {
                // Somewhere within the epoch: such a replica must not be taken for one of a checkpoint.
                warm.replica().close();
            }
        }
    }
}
