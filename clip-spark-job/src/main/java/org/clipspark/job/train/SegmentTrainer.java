package org.clipspark.job.train;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.clipspark.job.config.TrainSettings;
import org.clipspark.job.data.BatchPrefetcher;
import org.clipspark.job.data.ReplicaShare;
import org.clipspark.job.data.SampleCursor;
import org.clipspark.job.sync.ReplicaGroup;

/** One replica's part of a segment within a ring: steps, then an agreement with the others, until the segment ends for all. */
final class SegmentTrainer {
    private final RunPlan plan;
    private final Replica replica;
    private final ReplicaInput input;
    private final SegmentEnd end;
    private final LongConsumer progress;

    /**
     * A trainer.
     *
     * @param end says when this segment is long enough; only that of rank 0 is asked
     */
    SegmentTrainer(RunPlan plan, Replica replica, ReplicaInput input, SegmentEnd end, LongConsumer progress) {
        this.plan = plan;
        this.replica = replica;
        this.input = input;
        this.end = end;
        this.progress = progress;
    }

    /**
     * Trains the replica's share of the segment. Every replica agrees the same number of times, whatever the number of
     * its batches, so that nobody waits for one that has none left.
     */
    SegmentReport run(ReplicaGroup group, Segment segment) {
        SampleCursor cursor = segment.from().cursor();
        double factor = segment.from().learningRateFactor();
        Agreement agreement = new Agreement(plan, replica, group);
        List<StepRecord> records = new ArrayList<>();
        try (BatchPrefetcher batches = input.batches(cursor, new ReplicaShare(group.rank(), group.size()))) {
            while (true) {
                long steps = plan.stepsToAverage(cursor, group.size());
                EpochReport way = EpochReport.of(steps(batches, new Stretch(cursor.epoch(), steps, factor), group));
                cursor = plan.after(cursor, steps, group.size());
                SegmentEnd.Choice mine = group.rank() == 0 ? end.choose(cursor) : SegmentEnd.Choice.GO_ON;
                Agreement.Verdict verdict = agreement.vote(way, mine);
                boolean isLost = verdict.sick() == group.size();
                boolean isGlobal = plan.config().train().mode() == TrainSettings.Mode.GLOBAL;
                if (isLost || isGlobal || verdict.isSound()) {
                    records.addAll(way.steps());
                }
                if (!isLost) {
                    agreement.agree(verdict, way.samples(), cursor);
                }
                if (isLost || verdict.choice() != SegmentEnd.Choice.GO_ON) {
                    boolean isStop = verdict.choice() == SegmentEnd.Choice.STOP;
                    EpochReport report = new EpochReport(records, isLost);
                    return new SegmentReport(report, cursor.batch(), isStop && !isLost, agreement.events());
                }
            }
        }
    }

    private List<StepRecord> steps(BatchPrefetcher batches, Stretch stretch, ReplicaGroup group) {
        return plan.config().train().mode() == TrainSettings.Mode.GLOBAL
                ? replica.globalSteps(batches, stretch, group, progress)
                : replica.steps(batches, stretch, progress);
    }
}
