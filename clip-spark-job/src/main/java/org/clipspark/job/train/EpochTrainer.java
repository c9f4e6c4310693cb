package org.clipspark.job.train;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.clipspark.job.config.TrainSettings;
import org.clipspark.job.data.BatchPrefetcher;
import org.clipspark.job.data.ReplicaShare;
import org.clipspark.job.data.SampleCursor;
import org.clipspark.job.sync.ReplicaGroup;
import org.clipspark.model.compute.FloatVector;

/** One replica's part of an epoch within a ring: local steps, then the mean, until the epoch ends for all. */
final class EpochTrainer {
    private final RunPlan plan;
    private final Replica replica;
    private final ReplicaInput input;
    private final LongConsumer progress;

    EpochTrainer(RunPlan plan, Replica replica, ReplicaInput input, LongConsumer progress) {
        this.plan = plan;
        this.replica = replica;
        this.input = input;
        this.progress = progress;
    }

    /**
     * Trains the replica's share of the epoch. Every replica makes the same number of averages, whatever the number of
     * its batches, so that nobody waits for one that has none left.
     */
    EpochReport run(ReplicaGroup group, int epoch) {
        TrainSettings train = plan.config().train();
        List<StepRecord> records = new ArrayList<>();
        long first = epoch * plan.stepsPerEpoch();
        try (BatchPrefetcher batches = input.batches(
                SampleCursor.start(plan.config().run().seed(), epoch), new ReplicaShare(group.rank(), group.size()))) {
            for (long done = 0; done < plan.stepsPerEpoch(); done += train.averagingFrequency()) {
                long count = Math.min(train.averagingFrequency(), plan.stepsPerEpoch() - done);
                List<StepRecord> round = replica.steps(batches, first + done, count, progress);
                records.addAll(round);
                // All stop together: a replica that leaves alone would look lost to the others.
                if (group.sum(EpochReport.of(round).diverged() ? 1L : 0L) > 0) {
                    return new EpochReport(records, true);
                }
                long samples = round.stream().mapToLong(StepRecord::samples).sum();
                average(group, (double) samples, first + done + count, done + count == plan.stepsPerEpoch());
            }
        }
        return EpochReport.of(records);
    }

    private void average(ReplicaGroup group, double samples, long step, boolean last) {
        replica.toMeansOfSquares();
        List<FloatVector> weights = replica.changingWeights();
        for (int i = 0; i < weights.size(); i++) {
            group.averageInPlace("weights-" + i, weights.get(i), samples);
        }
        replica.toVariances();
        TrainSettings.OptimizerState choice = plan.config().train().optimizerState();
        // Moments that replicas keep for themselves are still averaged where the checkpoint is written, so that what is
        // restored from it does not depend on which replica wrote it.
        if (choice == TrainSettings.OptimizerState.AVERAGE || (choice == TrainSettings.OptimizerState.KEEP && last)) {
            replica.optimizerState().forEach((name, state) -> group.averageInPlace(name, state, samples));
            replica.restoreSteps(step);
        } else if (choice == TrainSettings.OptimizerState.RESET) {
            replica.resetOptimizer();
        }
    }
}
