package org.clipspark.job.train;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.clipspark.job.config.JobConfig;
import org.clipspark.job.data.ShardReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Evaluations of a run's epochs, and which of them was best. */
final class Evaluations {
    private static final Logger log = LoggerFactory.getLogger(Evaluations.class);
    private static final double MILLIS_PER_SECOND = 1000;

    private final RunPlan plan;
    private final Replica local;
    private final Validator validator;
    private final CheckpointFolder checkpoints;
    private final List<TrainingListener> listeners;
    private final Clock clock;

    Evaluations(
            RunPlan plan,
            Replica local,
            ShardReader shards,
            CheckpointFolder checkpoints,
            List<TrainingListener> listeners,
            Clock clock) {
        this.plan = plan;
        this.local = local;
        this.validator = new Validator(plan, shards);
        this.checkpoints = checkpoints;
        this.listeners = listeners;
        this.clock = clock;
    }

    /** Evaluates the state after an epoch, where that is due. */
    Optional<Validation> run(RunState state) {
        JobConfig config = plan.config();
        int epoch = state.epochs();
        if (epoch % config.evaluation().everyEpochs() != 0
                && epoch != config.train().epochs()) {
            return Optional.empty();
        }
        ReplicaCheckpoint.loadEvaluated(plan, local, plan.checkpoint(state.cursor()));
        Validation validation = validator.run(local.model(), () -> clock.millis() / MILLIS_PER_SECOND);
        listeners.forEach(listener -> listener.validated(epoch, plan.step(state.cursor()), validation));
        rank(state, validation);
        return Optional.of(validation);
    }

    private void rank(RunState state, Validation validation) {
        String metric = plan.config().checkpoint().keepBest();
        if (metric.isEmpty()) {
            return;
        }
        Optional<Double> value = validation.value(metric);
        if (value.isEmpty()) {
            log.warn("checkpoint.keepBest={} is not measured here (measured: {})", metric, validation.names());
            return;
        }
        boolean isLowerBetter = metric.endsWith("loss") || metric.contains("rank");
        Optional<CheckpointFolder.Best> best =
                checkpoints.best().filter(known -> known.metric().equals(metric));
        if (best.isEmpty()
                || (isLowerBetter
                        ? value.get() < best.get().value()
                        : value.get() > best.get().value())) {
            String location = plan.checkpoint(state.cursor());
            checkpoints.remember(
                    new CheckpointFolder.Best(location.substring(location.lastIndexOf('/') + 1), metric, value.get()));
        }
    }
}
