package org.clipspark.job.train;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.clipspark.job.config.JobConfig;
import org.clipspark.job.config.RunFolder;
import org.clipspark.job.config.TrainSettings;
import org.clipspark.job.data.ShardReader;
import org.clipspark.job.weights.InitialWeights;
import org.clipspark.job.weights.WeightsRemarks;
import org.clipspark.model.ModelConfig;
import org.clipspark.model.optim.ParameterGroup;
import org.clipspark.prep.shard.ShardManifest;
import org.clipspark.prep.shard.ShardSplit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The driver's loop: epochs of local steps and averages on the executors, a checkpoint after each, and the validation
 * of it. The run's folder must be one that driver and executors both reach.
 */
public final class Trainer {
    private static final Logger log = LoggerFactory.getLogger(Trainer.class);

    private final JavaSparkContext spark;
    private final JobConfig config;
    private final List<TrainingListener> listeners;
    private final Clock clock;

    /**
     * A trainer of one run.
     *
     * @param listeners told what happens, in this order
     * @param clock from which durations are taken
     */
    public Trainer(JavaSparkContext spark, JobConfig config, List<TrainingListener> listeners, Clock clock) {
        this.spark = spark;
        this.config = config;
        this.listeners = List.copyOf(listeners);
        this.clock = clock;
    }

    /**
     * Trains and measures.
     *
     * @throws IllegalArgumentException if the configuration does not fit the data, the model, its weights or the tokenizer
     * @throws DivergedException if the loss is no longer a number
     */
    public TrainResult run() {
        InitialWeights weights =
                InitialWeights.named(config.model().weights(), config.run().seed());
        ShardReader shards = ShardReader.open(config.data().shards(), spark.hadoopConfiguration());
        RunPlan plan = plan(weights, shards.manifest());
        List<ParameterGroup> groups = new LearningRules(config, plan.model()).groups();
        try (Replica local = new Replica(plan, 0, Runtime.getRuntime().availableProcessors())) {
            // Before the folder is claimed, which may delete an earlier run: weights that do not fit change nothing.
            announce(local.initialise(weights));
            Path folder = RunFolder.claim(config.run());
            TrainingRun run = new TrainingRun(
                    plan.runId(),
                    folder,
                    config,
                    plan.lineage(),
                    local.model().parameters().layout().trainedSize(),
                    shards.manifest().rows(ShardSplit.TRAIN),
                    plan.stepsPerEpoch(),
                    groups);
            announce(groups);
            listeners.forEach(listener -> listener.started(run));
            TrainResult result = epochs(plan, local, new Validator(plan, shards), folder);
            listeners.forEach(listener -> listener.finished(result));
            return result;
        }
    }

    private RunPlan plan(InitialWeights weights, ShardManifest data) {
        ModelConfig model = model();
        TrainingChecks.rounds(config.train());
        TrainingChecks.data(config, data);
        TrainingChecks.weights(config);
        RunPlan plan = new RunPlan(config, model, weights, data, spark.hadoopConfiguration());
        TrainingChecks.schedule(plan);
        TrainingChecks.loss(plan);
        TrainingChecks.tokenizer(plan);
        return plan;
    }

    private ModelConfig model() {
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

    private TrainResult epochs(RunPlan plan, Replica local, Validator validator, Path folder) {
        Path checkpoints = folder.resolve(RunFolder.CHECKPOINTS);
        String from = checkpoint(checkpoints, 0);
        ReplicaCheckpoint.save(plan, local, 0, from);
        Broadcast<RunPlan> shared = spark.broadcast(plan);
        EpochRunner runner = runner(shared, local);
        TrainingClock time = TrainingClock.START;
        EpochReport report = EpochReport.empty();
        Optional<Validation> validation = Optional.empty();
        for (int epoch = 1; epoch <= config.train().epochs(); epoch++) {
            String to = checkpoint(checkpoints, epoch);
            double start = seconds();
            report = train(runner, epoch, from, to);
            if (report.diverged()) {
                throw new DivergedException("The loss of epoch " + epoch + " is no longer a number:"
                        + " lower optimizer.learningRate or set optimizer.gradientClipNorm; " + from + " is sound");
            }
            time = time.plus(report.samples(), seconds() - start);
            announce(epoch, report, time);
            from = to;
            if (epoch % config.evaluation().everyEpochs() == 0
                    || epoch == config.train().epochs()) {
                validation = Optional.of(validate(plan, local, validator, epoch, to));
            }
        }
        shared.destroy();
        return new TrainResult(folder, folder.resolve(RunFolder.REPORT), time, report.loss(), validation.orElseThrow());
    }

    private EpochReport train(EpochRunner runner, int epoch, String from, String to) {
        double start = seconds();
        try (EpochProgress progress = new EpochProgress(spark.sc(), samples -> {
            double passed = seconds() - start;
            listeners.forEach(listener -> listener.progressed(epoch, samples, passed));
        })) {
            return runner.run(new EpochTask(epoch - 1, from, to, progress.samples()));
        }
    }

    private EpochRunner runner(Broadcast<RunPlan> plan, Replica local) {
        return switch (config.train().replicaGroup()) {
            case RING -> new RingEpoch(spark, plan);
            case ROUNDS -> new RoundsEpoch(spark, plan, local);
        };
    }

    private void announce(int epoch, EpochReport report, TrainingClock time) {
        log.info(
                "epoch={} samples={} loss={} {} s",
                epoch,
                report.samples(),
                String.format("%.4f", report.loss()),
                String.format("%.1f", time.epochSeconds()));
        for (TrainingListener listener : listeners) {
            listener.trained(epoch, report, time);
        }
    }

    private Validation validate(RunPlan plan, Replica local, Validator validator, int epoch, String checkpoint) {
        ReplicaCheckpoint.loadEvaluated(plan, local, checkpoint);
        Validation validation = validator.run(local.model(), this::seconds);
        for (TrainingListener listener : listeners) {
            listener.validated(epoch, epoch * plan.stepsPerEpoch(), validation);
        }
        return validation;
    }

    private double seconds() {
        return clock.millis() / 1000.0;
    }

    private static String checkpoint(Path folder, int epoch) {
        return folder.resolve(String.format("epoch-%04d", epoch)).toString();
    }
}
