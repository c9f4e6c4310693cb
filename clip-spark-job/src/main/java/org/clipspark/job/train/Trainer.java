package org.clipspark.job.train;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.clipspark.job.config.JobConfig;
import org.clipspark.job.config.RunFolder;
import org.clipspark.job.config.TaskResourceSettings;
import org.clipspark.job.config.TrainSettings;
import org.clipspark.job.data.ShardReader;
import org.clipspark.job.data.tombstone.ErasureCounts;
import org.clipspark.job.sync.StageResources;
import org.clipspark.job.weights.InitialWeights;
import org.clipspark.job.weights.WeightsRemarks;
import org.clipspark.model.ClipModel;
import org.clipspark.model.ModelConfig;
import org.clipspark.model.optim.ParameterGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a model: local steps and averages on the executors, checkpoints that it can go on from, and evaluations. Driver and
 * executors must both reach the folder of the checkpoints.
 */
public final class Trainer {
    private static final Logger log = LoggerFactory.getLogger(Trainer.class);

    private final JavaSparkContext spark;
    private final JobConfig config;
    private final JobConfig shared;
    private final List<TrainingListener> listeners;
    private final Clock clock;
    private volatile boolean isStopping;

    /**
     * A trainer of one run.
     *
     * @param listeners told what happens, in this order
     * @param clock from which durations are taken
     */
    public Trainer(JavaSparkContext spark, JobConfig config, List<TrainingListener> listeners, Clock clock) {
        this.spark = spark;
        this.config = config;
        this.shared = config.shared(spark.hadoopConfiguration());
        this.listeners = List.copyOf(listeners);
        this.clock = clock;
    }

    /**
     * Trains and measures.
     *
     * @throws IllegalArgumentException if the configuration does not fit the data, the model, its weights or the tokenizer
     * @throws DivergedException if the loss is no longer a number, once more than the run may go back
     * @throws StoppedException if it was told to stop
     */
    public TrainResult run() {
        return run(Optional.empty());
    }

    /**
     * Goes on from the newest checkpoint that is whole, or begins where there is none yet.
     *
     * @throws IllegalArgumentException also if it is a checkpoint of another run, or of other data, model or tokenizer
     */
    public TrainResult resume() {
        return run(Resumption.latest(shared, spark.hadoopConfiguration()));
    }

    /** Asks a run that goes on, or begins later, to end with a checkpoint; from any thread. */
    public void stop() {
        isStopping = true;
        new StopSignal(shared.checkpoint().folder(shared.run()), spark.hadoopConfiguration(), clock).request();
    }

    private TrainResult run(Optional<Resumption> from) {
        InitialWeights weights =
                InitialWeights.named(config.model().weights(), config.run().seed());
        ShardReader shards = ShardReader.open(shared.data(), spark.hadoopConfiguration());
        RunIdentity identity = from.map(known -> known.saved().identity()).orElseGet(() -> RunIdentity.fresh(config));
        RunPlan plan = plan(shared, identity, weights, shards, spark.hadoopConfiguration());
        from.ifPresent(known -> known.check(plan));
        ErasureCounts erasure = ErasureScan.run(spark, plan, shards);
        TrainingChecks.erasure(shards, erasure);
        try (Replica local =
                new Replica(plan, ReplicaPlace.ofDriver(Runtime.getRuntime().availableProcessors()))) {
            if (from.isEmpty()) {
                // Before the folder is made and claimed, which may delete an earlier run: weights that do not fit
                // change nothing.
                announce(local.initialise(weights));
            }
            try (RunLock lock = RunLock.take(Path.of(config.run().directory()), clock)) {
                if (from.isEmpty()) {
                    RunFolder.claim(config.run());
                }
                TrainingRun run = described(plan, shards, erasure, from, lock.folder());
                return train(plan, local, shards, from, run);
            }
        }
    }

    private TrainingRun described(
            RunPlan plan, ShardReader shards, ErasureCounts erasure, Optional<Resumption> from, Path folder) {
        return new TrainingRun(
                plan.runId(),
                folder,
                config,
                plan.lineage(),
                ClipModel.layoutOf(plan.model()).trainedSize(),
                shards.sources(),
                erasure,
                plan.order().rows(),
                plan.stepsPerEpoch(),
                resumedAt(plan, from),
                new LearningRules(config, plan.model()).groups());
    }

    private TrainResult train(
            RunPlan plan, Replica local, ShardReader shards, Optional<Resumption> from, TrainingRun run) {
        announce(run.parameterGroups());
        listeners.forEach(listener -> listener.started(run));
        TrainResult result = loop(plan, local, shards, from, run);
        listeners.forEach(listener -> listener.finished(result));
        return result;
    }

    private static OptionalLong resumedAt(RunPlan plan, Optional<Resumption> from) {
        return from.map(known -> OptionalLong.of(plan.step(known.saved().state().cursor())))
                .orElseGet(OptionalLong::empty);
    }

    /** The plan of a run whose settings, data, model and tokenizer fit together. */
    static RunPlan plan(
            JobConfig config, RunIdentity identity, InitialWeights weights, ShardReader data, Configuration hadoop) {
        ModelConfig model = model(config);
        TrainingChecks.rounds(config.train());
        TrainingChecks.mode(config.train());
        TrainingChecks.data(config, data);
        TrainingChecks.weights(config);
        RunPlan plan = new RunPlan(identity, config, model, weights, data, hadoop);
        TrainingChecks.schedule(plan);
        TrainingChecks.loss(plan);
        TrainingChecks.tokenizer(plan);
        return plan;
    }

    private static ModelConfig model(JobConfig config) {
        ModelConfig model = ModelConfig.load(Path.of(config.model().config()));
        double patchDropout = config.train().patchDropout();
        try {
            return patchDropout == TrainSettings.PATCH_DROPOUT_OF_MODEL ? model : model.withPatchDropout(patchDropout);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "train.patchDropout does not fit " + config.model().config() + ": " + e.getMessage(), e);
        }
    }

    private static void announce(WeightsRemarks remarks) {
        remarks.resized().forEach(table -> log.info("model.weights: resized {}", table));
        remarks.warnings().forEach(warning -> log.warn("model.weights: {}", warning));
    }

    private void announce(List<ParameterGroup> groups) {
        for (ParameterGroup group : groups) {
            log.info(
                    "learningRate={} weightDecay={} elements={} tensors={}{}",
                    group.learningRateScale() * config.optimizer().learningRate(),
                    group.weightDecay(),
                    group.elements(),
                    group.parameters().size(),
                    group.isLocked() ? " (locked)" : "");
        }
    }

    private TrainResult loop(
            RunPlan plan, Replica local, ShardReader shards, Optional<Resumption> from, TrainingRun run) {
        CheckpointFolder checkpoints = new CheckpointFolder(plan.checkpoints(), spark.hadoopConfiguration());
        StopSignal stop = new StopSignal(plan.checkpoints(), spark.hadoopConfiguration(), clock);
        // One that an earlier run left behind is not for this one.
        stop.clear();
        if (isStopping) {
            stop.request();
        }
        RunEvents events = new RunEvents(listeners, clock);
        RunState state = begin(plan, local, checkpoints, from, events);
        if (from.filter(known -> known.hasOtherTombstones(plan)).isPresent()) {
            events.add(
                    "tombstones-changed",
                    "other keys are erased from here on: " + ErasureScan.text(run.erasure(), run.sources()));
        }
        Broadcast<RunPlan> broadcast = spark.broadcast(plan);
        TaskResourceSettings tasks = config.train().taskResources();
        StageResources resources = StageResources.of(spark, tasks.cores(), tasks.gpus());
        SegmentRunner runner = switch (config.train().replicaGroup()) {
            case RING -> new RingSegments(resources, broadcast);
            case ROUNDS -> new RoundSegments(resources, broadcast, local, stop, clock);
        };
        try (SegmentAttempts attempts = new SegmentAttempts(spark, resources, config, runner, events, clock)) {
            Evaluations evaluations = new Evaluations(plan, local, shards, checkpoints, listeners, clock);
            return new TrainingLoop(
                            spark.sc(), plan, attempts, evaluations, checkpoints, listeners, events, stop, clock)
                    .run(state, run.folder());
        } finally {
            broadcast.destroy();
            stop.clear();
        }
    }

    /** The first checkpoint of a new run, or what a resumed one goes on from. */
    private RunState begin(
            RunPlan plan, Replica local, CheckpointFolder checkpoints, Optional<Resumption> from, RunEvents events) {
        if (from.isEmpty()) {
            TrainingChecks.checkpoints(config, checkpoints);
            RunState start = RunState.start(config.run().seed());
            ReplicaCheckpoint.save(plan, local, start, EpochReport.empty(), plan.checkpoint(start.cursor()));
            return start;
        }
        Resumption known = from.get();
        RunState state = known.saved().state();
        events.at(plan, state);
        known.damaged().forEach(what -> events.add("damaged-checkpoint", what + ": the one before it is used"));
        events.add(
                "resume",
                "goes on from " + known.folder() + " with up to "
                        + config.train().replicas() + " replicas");
        // What was trained but not logged when the earlier process ended; listeners know what they have already.
        int epoch = state.isBetweenEpochs() ? state.epochs() : state.epochs() + 1;
        listeners.forEach(listener -> listener.stepped(epoch, known.saved().steps(), state.clock()));
        return state;
    }
}
