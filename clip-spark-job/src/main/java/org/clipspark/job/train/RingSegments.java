package org.clipspark.job.train;

import java.time.Clock;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.clipspark.job.sync.ReplicaGroup;
import org.clipspark.job.sync.SparkRing;
import org.clipspark.job.sync.StageResources;

/** Each segment as one barrier stage whose tasks average among themselves. */
final class RingSegments implements SegmentRunner {
    private static final double MILLIS_PER_SECOND = 1000;

    private final StageResources resources;
    private final Broadcast<RunPlan> plan;

    RingSegments(StageResources resources, Broadcast<RunPlan> plan) {
        this.resources = resources;
        this.plan = plan;
    }

    @Override
    public SegmentReport run(Segment segment) {
        // Only what the tasks need is captured: the context of the driver cannot travel.
        Broadcast<RunPlan> shared = plan;
        String name = plan.value().runId() + "/" + segment.endKey(segment.checkpoint());
        List<SegmentReport> reports = SparkRing.run(
                resources,
                segment.replicas(),
                name,
                plan.value().config().sync().ring(),
                group -> train(shared.value(), group, segment));
        return reports.stream().reduce(SegmentReport::plus).orElseThrow();
    }

    private static SegmentReport train(RunPlan plan, ReplicaGroup group, Segment segment) {
        Clock clock = Clock.systemUTC();
        long start = clock.millis();
        ReplicaPool.Warm warm = ReplicaPool.take(plan, group.rank());
        boolean whole = false;
        try {
            if (!warm.key().equals(segment.startKey())) {
                ReplicaCheckpoint.load(plan, warm.replica(), segment.from(), segment.checkpoint());
            }
            SegmentReport report = trainer(plan, warm, segment, clock).run(group, segment);
            if (!report.report().diverged()) {
                SegmentReport all = gather(group, report);
                RunState state =
                        segment.from().plus(all, plan.order().batches(), (clock.millis() - start) / MILLIS_PER_SECOND);
                String folder = plan.checkpoint(state.cursor());
                if (group.rank() == 0) {
                    ReplicaCheckpoint.save(plan, warm.replica(), state, all.report(), folder);
                }
                ReplicaPool.giveBack(plan, group.rank(), warm, segment.endKey(folder));
                whole = true;
            }
            return report;
        } finally {
            if (!whole) {
                // Somewhere within the segment: such a replica must not be taken for one of a checkpoint.
                warm.replica().close();
            }
        }
    }

    private static SegmentTrainer trainer(RunPlan plan, ReplicaPool.Warm warm, Segment segment, Clock clock) {
        StopSignal stop = new StopSignal(plan.checkpoints(), plan.hadoop(), clock);
        SegmentEnd end = new SegmentEnd(plan, segment.from().cursor(), stop, clock);
        return new SegmentTrainer(plan, warm.replica(), warm.input(), end, segment.progress()::add);
    }

    /** All replicas' reports as one, as the driver will see them. */
    private static SegmentReport gather(ReplicaGroup group, SegmentReport mine) {
        return group.allGather(SegmentReportBytes.write(mine)).stream()
                .map(SegmentReportBytes::read)
                .reduce(SegmentReport::plus)
                .orElseThrow();
    }
}
