package org.clipspark.job.train;

import java.io.Serializable;
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
 * An epoch as a row of rounds: ordinary, pure tasks that start from the driver's state and bring back theirs. Slower than
 * a ring, but it needs no slots at the same time.
 */
final class RoundsEpoch implements EpochRunner {
    private final JavaSparkContext spark;
    private final Broadcast<RunPlan> plan;
    private final Replica local;

    RoundsEpoch(JavaSparkContext spark, Broadcast<RunPlan> plan, Replica local) {
        this.spark = spark;
        this.plan = plan;
        this.local = local;
    }

    @Override
    public EpochReport run(EpochTask task) {
        RunPlan run = plan.value();
        TrainSettings train = run.config().train();
        ReplicaCheckpoint.load(run, local, task.epoch(), task.from());
        EpochReport report = EpochReport.empty();
        for (long done = 0; done < run.stepsPerEpoch() && !report.diverged(); done += train.averagingFrequency()) {
            long count = Math.min(train.averagingFrequency(), run.stepsPerEpoch() - done);
            report = report.plus(round(task, done, count));
        }
        if (!report.diverged()) {
            ReplicaCheckpoint.save(run, local, task.epoch() + 1, task.to());
        }
        return report;
    }

    private EpochReport round(EpochTask task, long done, long count) {
        Broadcast<RunPlan> shared = plan;
        Round round = new Round(task, done, count);
        RoundAverage.Result<EpochReport> result = RoundAverage.runInPlace(
                spark,
                plan.value().config().train().replicas(),
                state(plan.value(), local),
                (rank, start) -> train(shared.value(), rank, start, round));
        if (result.totalWeight() > 0) {
            local.toVariances();
        }
        return result.rows().stream().reduce(EpochReport.empty(), EpochReport::plus);
    }

    /** Steps of an epoch: {@code count} from step {@code done} of it on. */
    private record Round(EpochTask task, long done, long count) implements Serializable {}

    private static RoundTask.Update<EpochReport> train(RunPlan plan, int rank, FloatVector start, Round round) {
        ReplicaPool.Warm warm = ReplicaPool.take(plan, rank);
        Replica replica = warm.replica();
        start.copyInto(state(plan, replica));
        long first = round.task().epoch() * plan.stepsPerEpoch() + round.done();
        if (resets(plan)) {
            replica.resetOptimizer();
        } else {
            replica.restoreSteps(first);
        }
        TrainSettings train = plan.config().train();
        SampleCursor cursor = SampleCursor.start(
                        plan.config().run().seed(), round.task().epoch())
                .plus(round.done() * train.pairsPerStep());
        List<StepRecord> records = new ArrayList<>();
        try (BatchPrefetcher batches = warm.input().batches(cursor, new ReplicaShare(rank, train.replicas()))) {
            records.addAll(
                    replica.steps(batches, first, round.count(), round.task().progress()::add));
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
