package org.clipspark.job.train;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.clipspark.job.config.FaultSettings;
import org.clipspark.job.config.RunFolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The driver's loop: segment after segment until the epochs are done, an evaluation where one is due. */
final class TrainingLoop {
    private static final Logger log = LoggerFactory.getLogger(TrainingLoop.class);
    private static final double MILLIS_PER_SECOND = 1000;
    /** Of vectors that no attempt of this process wrote. */
    private static final String FROM_DISK = "disk";

    private final SparkContext spark;
    private final RunPlan plan;
    private final SegmentAttempts attempts;
    private final Evaluations evaluations;
    private final CheckpointFolder checkpoints;
    private final List<TrainingListener> listeners;
    private final RunEvents events;
    private final StopSignal stop;
    private final Clock clock;
    private final LossHistory losses;
    private String stamp = FROM_DISK;
    private int rollbacks;

    TrainingLoop(
            SparkContext spark,
            RunPlan plan,
            SegmentAttempts attempts,
            Evaluations evaluations,
            CheckpointFolder checkpoints,
            List<TrainingListener> listeners,
            RunEvents events,
            StopSignal stop,
            Clock clock) {
        this.spark = spark;
        this.plan = plan;
        this.attempts = attempts;
        this.evaluations = evaluations;
        this.checkpoints = checkpoints;
        this.listeners = listeners;
        this.events = events;
        this.stop = stop;
        this.clock = clock;
        this.losses = new LossHistory(plan.config().faults().lossSpike());
    }

    /**
     * Trains from that state on, whose vectors are in its checkpoint.
     *
     * @throws StoppedException if the run is told to stop
     * @throws DivergedException if it diverges once more than it may
     */
    TrainResult run(RunState start, Path folder) {
        RunState state = start;
        while (true) {
            events.at(plan, state);
            Optional<Validation> validation = Optional.empty();
            if (state.isBetweenEpochs() && state.epochs() > 0) {
                validation = finishEpoch(state);
            }
            if (state.epochs() >= plan.config().train().epochs()) {
                double loss = state.epoch().loss();
                return new TrainResult(
                        folder, folder.resolve(RunFolder.REPORT), state.clock(), loss, validation.orElseThrow());
            }
            if (stop.isThere()) {
                throw new StoppedException("Stopped as requested; " + plan.checkpoint(state.cursor())
                        + " is whole: go on with --resume latest");
            }
            state = next(state);
        }
    }

    private Optional<Validation> finishEpoch(RunState state) {
        for (TrainingListener listener : listeners) {
            listener.trained(state.epochs(), state.epoch(), state.clock());
        }
        log.info(
                "epoch={} samples={} loss={} {} s",
                state.epochs(),
                state.epoch().samples(),
                String.format("%.4f", state.epoch().loss()),
                String.format("%.1f", state.clock().epochSeconds()));
        Optional<Validation> validation = evaluations.run(state);
        checkpoints.keepNewest(plan.config().checkpoint().keepLast());
        return validation;
    }

    /** The state after the next segment, or the same with a lower rate if it diverged. */
    private RunState next(RunState state) {
        String from = plan.checkpoint(state.cursor());
        long begin = clock.millis();
        SegmentAttempts.Success success = attempt(state, from, begin);
        double seconds = (clock.millis() - begin) / MILLIS_PER_SECOND;
        SegmentReport report = success.report();
        RunState next = state.plus(report, plan.order().batches(), seconds);
        List<StepRecord> stretches = report.report().stretches(EpochReport.STEPS_PER_RECORD);
        report.events().forEach(event -> events.add(event.kind(), event.message()));
        if (report.report().diverged()) {
            return rollBack(state, "no replica had sound parameters and a loss that is a number");
        }
        if (losses.spikes(stretches)) {
            String spiked = plan.checkpoint(next.cursor());
            RunState back = rollBack(
                    state,
                    "the loss rose to more than " + plan.config().faults().lossSpike() + " times what it was");
            checkpoints.delete(spiked.substring(spiked.lastIndexOf('/') + 1));
            return back;
        }
        int epoch = state.epochs() + 1;
        listeners.forEach(listener -> listener.stepped(epoch, stretches, next.clock()));
        stamp = String.valueOf(success.attempt());
        checkpoints.keepNewest(plan.config().checkpoint().keepLast());
        return next;
    }

    private SegmentAttempts.Success attempt(RunState state, String from, long begin) {
        int epoch = state.epochs() + 1;
        boolean isNew = state.isBetweenEpochs();
        long before = isNew ? 0 : state.epoch().samples();
        double secondsBefore = isNew ? 0 : state.clock().epochSeconds();
        try (EpochProgress progress = new EpochProgress(spark, samples -> {
            double passed = secondsBefore + (clock.millis() - begin) / MILLIS_PER_SECOND;
            listeners.forEach(listener -> listener.progressed(epoch, before + samples, passed));
        })) {
            int replicas = plan.config().train().replicas();
            return attempts.run(new Segment(state, from, stamp, 0, replicas, progress.samples()));
        }
    }

    private RunState rollBack(RunState state, String reason) {
        FaultSettings faults = plan.config().faults();
        String from = plan.checkpoint(state.cursor());
        if (rollbacks == faults.maximumRollbacks()) {
            throw new DivergedException("After " + rollbacks + " rollbacks " + reason + " again in epoch "
                    + (state.epochs() + 1) + ": lower optimizer.learningRate or set optimizer.gradientClipNorm; " + from
                    + " is sound");
        }
        rollbacks++;
        double factor = state.learningRateFactor() * faults.learningRateFactor();
        events.add("rollback", reason + ": back to " + from + " with " + factor + " times the learning rate");
        return state.withLearningRateFactor(factor);
    }
}
