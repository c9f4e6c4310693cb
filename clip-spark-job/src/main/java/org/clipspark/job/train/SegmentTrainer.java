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

/** One replica's part of a segment within a ring: local steps, then the mean, until the segment ends for all. */
final class SegmentTrainer {
    private static final List<SegmentEnd.Choice> CHOICES = List.of(SegmentEnd.Choice.values());

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
     * Trains the replica's share of the segment. Every replica makes the same number of averages, whatever the number of
     * its batches, so that nobody waits for one that has none left.
     */
    SegmentReport run(ReplicaGroup group, Segment segment) {
        SampleCursor cursor = segment.from().cursor();
        List<StepRecord> records = new ArrayList<>();
        try (BatchPrefetcher batches = input.batches(cursor, new ReplicaShare(group.rank(), group.size()))) {
            while (true) {
                long steps = Math.min(
                        plan.config().train().averagingFrequency(), plan.order().steps(cursor.batch(), group.size()));
                List<StepRecord> round = replica.steps(
                        batches,
                        new Stretch(cursor.epoch(), steps, segment.from().learningRateFactor()),
                        progress);
                records.addAll(round);
                cursor = cursor.at(Math.min(
                        cursor.batch() + steps * group.size(), plan.order().batches()));
                SegmentEnd.Choice choice = choose(group, cursor, EpochReport.of(round));
                if (choice == SegmentEnd.Choice.DIVERGED) {
                    return new SegmentReport(new EpochReport(records, true), cursor.batch(), false);
                }
                long samples = round.stream().mapToLong(StepRecord::samples).sum();
                average(group, (double) samples, cursor, choice);
                if (choice != SegmentEnd.Choice.GO_ON) {
                    return new SegmentReport(EpochReport.of(records), cursor.batch(), choice == SegmentEnd.Choice.STOP);
                }
            }
        }
    }

    /** All choose the same: a replica that leaves alone would look lost to the others. */
    private SegmentEnd.Choice choose(ReplicaGroup group, SampleCursor cursor, EpochReport round) {
        SegmentEnd.Choice mine = SegmentEnd.Choice.GO_ON;
        if (round.diverged()) {
            mine = SegmentEnd.Choice.DIVERGED;
        } else if (group.rank() == 0) {
            mine = end.choose(cursor);
        }
        double[] votes = new double[CHOICES.size()];
        votes[CHOICES.indexOf(mine)] = 1;
        double[] sums = group.sum(votes);
        SegmentEnd.Choice chosen = SegmentEnd.Choice.GO_ON;
        for (int i = 0; i < sums.length; i++) {
            chosen = sums[i] > 0 ? CHOICES.get(i) : chosen;
        }
        return chosen;
    }

    private void average(ReplicaGroup group, double samples, SampleCursor cursor, SegmentEnd.Choice choice) {
        replica.toMeansOfSquares();
        List<FloatVector> weights = replica.changingWeights();
        for (int i = 0; i < weights.size(); i++) {
            group.averageInPlace("weights-" + i, weights.get(i), samples);
        }
        replica.toVariances();
        TrainSettings.OptimizerState state = plan.config().train().optimizerState();
        boolean isLast = choice != SegmentEnd.Choice.GO_ON;
        // Moments that replicas keep for themselves are still averaged where the checkpoint is written, so that what is
        // restored from it does not depend on which replica wrote it.
        if (state == TrainSettings.OptimizerState.AVERAGE || (state == TrainSettings.OptimizerState.KEEP && isLast)) {
            replica.optimizerState().forEach((name, moments) -> group.averageInPlace(name, moments, samples));
            replica.restoreSteps(plan.step(cursor));
        } else if (state == TrainSettings.OptimizerState.RESET) {
            replica.resetOptimizer();
        }
    }
}
