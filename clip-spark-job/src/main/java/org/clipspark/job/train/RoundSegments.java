package org.clipspark.job.train;

import java.io.Serializable;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.clipspark.job.config.TrainSettings;
import org.clipspark.job.data.BatchPrefetcher;
import org.clipspark.job.data.ReplicaShare;
import org.clipspark.job.data.SampleCursor;
import org.clipspark.job.sync.RoundAverage;
import org.clipspark.job.sync.RoundTask;
import org.clipspark.job.sync.StageResources;
import org.clipspark.job.sync.agreement.VectorDigest;
import org.clipspark.model.compute.FloatVector;

/**
 * Each segment as a row of rounds: ordinary, pure tasks that start from the driver's state and bring back theirs. Slower
 * than a ring, but it needs no slots at the same time.
 */
final class RoundSegments implements SegmentRunner {
    private static final double MILLIS_PER_SECOND = 1000;

    private final StageResources resources;
    private final Broadcast<RunPlan> plan;
    private final Replica local;
    private final StopSignal stop;
    private final Clock clock;

    RoundSegments(StageResources resources, Broadcast<RunPlan> plan, Replica local, StopSignal stop, Clock clock) {
        this.resources = resources;
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
        local.depart();
        SampleCursor cursor = segment.from().cursor();
        SegmentEnd end = new SegmentEnd(run, cursor, stop, clock);
        SegmentReport result = new SegmentReport(EpochReport.empty(), cursor.batch(), false, List.of());
        SegmentEnd.Choice choice = SegmentEnd.Choice.GO_ON;
        while (choice == SegmentEnd.Choice.GO_ON) {
            result = result.plus(round(segment, cursor));
            if (result.report().diverged()) {
                return result;
            }
            cursor = cursor.at(result.end());
            choice = end.choose(cursor);
        }
        RunState state =
                segment.from().plus(result, run.order().batches(), (clock.millis() - start) / MILLIS_PER_SECOND);
        ReplicaCheckpoint.save(run, local, state, result.report(), run.checkpoint(state.cursor()));
        return new SegmentReport(result.report(), result.end(), choice == SegmentEnd.Choice.STOP, result.events());
    }

    private SegmentReport round(Segment segment, SampleCursor cursor) {
        Broadcast<RunPlan> shared = plan;
        long steps = plan.value().stepsToAverage(cursor, segment.replicas());
        Stretch stretch = new Stretch(cursor.epoch(), steps, segment.from().learningRateFactor());
        Round round = new Round(segment, cursor, stretch);
        RoundAverage.Result<SegmentReport> result = RoundAverage.runInPlace(
                resources,
                segment.replicas(),
                state(plan.value(), local),
                (rank, start) -> train(shared.value(), rank, start, round));
        if (result.totalWeight() > 0) {
            local.toVariances();
            local.outerStep();
        }
        return together(result.rows());
    }

    /** A round is lost if all its replicas are sick; a sick one alone has its events told, not its steps. */
    private static SegmentReport together(List<SegmentReport> replicas) {
        boolean isLost = replicas.stream().allMatch(row -> row.report().diverged());
        EpochReport steps = replicas.stream()
                .map(SegmentReport::report)
                .filter(report -> isLost || !report.diverged())
                .reduce(EpochReport.empty(), EpochReport::plus);
        return new SegmentReport(
                steps,
                replicas.get(0).end(),
                false,
                isLost
                        ? List.of()
                        : replicas.stream()
                                .flatMap(row -> row.events().stream())
                                .toList());
    }

    /** Steps of a segment from a batch on. */
    private record Round(Segment segment, SampleCursor cursor, Stretch stretch) implements Serializable {}

    private static RoundTask.Update<SegmentReport> train(RunPlan plan, int rank, FloatVector start, Round round) {
        ReplicaPool.Warm warm = ReplicaPool.take(plan, rank);
        boolean whole = false;
        try {
            RoundTask.Update<SegmentReport> update = train(plan, warm, rank, start, round);
            whole = true;
            return update;
        } finally {
            if (!whole) {
                warm.replica().close();
            }
        }
    }

    private static RoundTask.Update<SegmentReport> train(
            RunPlan plan, ReplicaPool.Warm warm, int rank, FloatVector start, Round round) {
        Replica replica = warm.replica();
        start.copyInto(state(plan, replica));
        if (resets(plan)) {
            replica.resetOptimizer();
        } else {
            replica.restoreSteps(plan.step(round.cursor()));
        }
        SegmentReport report = learn(plan, warm, rank, round);
        replica.toMeansOfSquares();
        // The shuffle reads the replica's own memory, so no other task may have the replica before.
        return new RoundTask.Update<>(
                state(plan, replica),
                report.report().diverged() ? 0 : (double) report.report().samples(),
                report,
                () -> ReplicaPool.giveBack(plan, rank, warm, ""));
    }

    private static SegmentReport learn(RunPlan plan, ReplicaPool.Warm warm, int rank, Round round) {
        int replicas = round.segment().replicas();
        SampleCursor after = plan.after(round.cursor(), round.stretch().steps(), replicas);
        Replica replica = warm.replica();
        double before = VectorDigest.of(replica.learning()).norm();
        EpochReport way;
        try (BatchPrefetcher batches = warm.input().batches(round.cursor(), new ReplicaShare(rank, replicas))) {
            way = EpochReport.of(
                    replica.steps(batches, round.stretch(), round.segment().progress()::add));
        }
        double norm = VectorDigest.of(replica.learning()).norm();
        List<SegmentEvent> events =
                ReplicaHealth.sickness(way, before, norm, plan.config().faults().normSpike()).stream()
                        .map(reason -> SegmentEvent.leftOut(rank, plan.step(after), way.samples(), reason))
                        .toList();
        return new SegmentReport(new EpochReport(way.steps(), !events.isEmpty()), after.batch(), false, events);
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
