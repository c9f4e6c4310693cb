package org.clipspark.job.train;

import java.io.Serializable;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.clipspark.job.config.TrainSettings;
import org.clipspark.job.data.BatchPrefetcher;
import org.clipspark.job.data.ReplicaShare;
import org.clipspark.job.data.SampleCursor;
import org.clipspark.job.sync.RoundAverage;
import org.clipspark.job.sync.RoundTask;
import org.clipspark.model.compute.FloatVector;

/**
 * Each segment as a row of rounds: ordinary, pure tasks that start from the driver's state and bring back theirs. Slower
 * than a ring, but it needs no slots at the same time.
 */
final class RoundSegments implements SegmentRunner {
    private static final double MILLIS_PER_SECOND = 1000;

    private final JavaSparkContext spark;
    private final Broadcast<RunPlan> plan;
    private final Replica local;
    private final StopSignal stop;
    private final Clock clock;

    RoundSegments(JavaSparkContext spark, Broadcast<RunPlan> plan, Replica local, StopSignal stop, Clock clock) {
        this.spark = spark;
        this.plan = plan;
        this.local = local;
        this.stop = stop;
        this.clock = clock;
    }

    @Override
    public SegmentReport run(Segment segment) {
        long start = clock.millis();
        RunPlan run = plan.value();
        ReplicaCheckpoint.load(run, local, segment.from(), segment.checkpoint());
        SampleCursor cursor = segment.from().cursor();
        SegmentEnd end = new SegmentEnd(run, cursor, stop, clock);
        EpochReport report = EpochReport.empty();
        SegmentEnd.Choice choice = SegmentEnd.Choice.GO_ON;
        while (choice == SegmentEnd.Choice.GO_ON) {
            long steps = Math.min(
                    run.config().train().averagingFrequency(), run.order().steps(cursor.batch(), segment.replicas()));
            report = report.plus(round(segment, cursor, steps));
            cursor = cursor.at(Math.min(
                    cursor.batch() + steps * segment.replicas(), run.order().batches()));
            choice = report.diverged() ? SegmentEnd.Choice.DIVERGED : end.choose(cursor);
        }
        SegmentReport result = new SegmentReport(report, cursor.batch(), choice == SegmentEnd.Choice.STOP);
        if (!report.diverged()) {
            RunState state =
                    segment.from().plus(result, run.order().batches(), (clock.millis() - start) / MILLIS_PER_SECOND);
            ReplicaCheckpoint.save(run, local, state, report, run.checkpoint(state.cursor()));
        }
        return result;
    }

    private EpochReport round(Segment segment, SampleCursor cursor, long steps) {
        Broadcast<RunPlan> shared = plan;
        Stretch stretch = new Stretch(cursor.epoch(), steps, segment.from().learningRateFactor());
        Round round = new Round(segment, cursor, stretch);
        RoundAverage.Result<EpochReport> result = RoundAverage.runInPlace(
                spark,
                segment.replicas(),
                state(plan.value(), local),
                (rank, start) -> train(shared.value(), rank, start, round));
        if (result.totalWeight() > 0) {
            local.toVariances();
        }
        return result.rows().stream().reduce(EpochReport.empty(), EpochReport::plus);
    }

    /** Steps of a segment from a batch on. */
    private record Round(Segment segment, SampleCursor cursor, Stretch stretch) implements Serializable {}

    private static RoundTask.Update<EpochReport> train(RunPlan plan, int rank, FloatVector start, Round round) {
        ReplicaPool.Warm warm = ReplicaPool.take(plan, rank);
        boolean whole = false;
        try {
            RoundTask.Update<EpochReport> update = train(plan, warm, rank, start, round);
            whole = true;
            return update;
        } finally {
            if (!whole) {
                warm.replica().close();
            }
        }
    }

    private static RoundTask.Update<EpochReport> train(
            RunPlan plan, ReplicaPool.Warm warm, int rank, FloatVector start, Round round) {
        Replica replica = warm.replica();
        start.copyInto(state(plan, replica));
        if (resets(plan)) {
            replica.resetOptimizer();
        } else {
            replica.restoreSteps(plan.step(round.cursor()));
        }
        ReplicaShare share = new ReplicaShare(rank, round.segment().replicas());
        List<StepRecord> records = new ArrayList<>();
        try (BatchPrefetcher batches = warm.input().batches(round.cursor(), share)) {
            records.addAll(
                    replica.steps(batches, round.stretch(), round.segment().progress()::add));
        }
        long samples = records.stream().mapToLong(StepRecord::samples).sum();
        replica.toMeansOfSquares();
        // The shuffle reads the replica's own memory, so no other task may have the replica before.
        return new RoundTask.Update<>(
                state(plan, replica),
                (double) samples,
                EpochReport.of(records),
                () -> ReplicaPool.giveBack(plan, rank, warm, ""));
    }

    private static boolean resets(RunPlan plan) {
        return plan.config().train().optimizerState() == TrainSettings.OptimizerState.RESET;
    }

    /** Everything that a round hands on, as one vector. */
    private static FloatVector state(RunPlan plan, Replica replica) {
        List<FloatVector> parts = new ArrayList<>(replica.weights());
        if (!resets(plan)) {
            parts.addAll(replica.optimizerState().values());
        }
        return FloatVector.concatenation(parts);
    }
}
