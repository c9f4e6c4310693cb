package org.clipspark.job.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.clipspark.job.config.CooldownSettings;
import org.clipspark.job.config.JobConfig;
import org.clipspark.job.config.TrainSettings;
import org.clipspark.job.data.BatchPrefetcher;
import org.clipspark.job.data.Seeds;
import org.clipspark.job.weights.InitialWeights;
import org.clipspark.job.weights.WeightsRemarks;
import org.clipspark.model.ClipModel;
import org.clipspark.model.StepMemory;
import org.clipspark.model.checkpoint.Checkpoint;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.FloatVector;
import org.clipspark.model.input.ClipBatch;
import org.clipspark.model.layer.Activations;
import org.clipspark.model.loss.ContrastiveLoss;
import org.clipspark.model.optim.LearningRateSchedule;
import org.clipspark.model.optim.Optimizer;
import org.clipspark.model.optim.OptimizerSettings;
import org.clipspark.model.optim.ScheduleSettings;
import org.clipspark.model.optim.WeightAverage;

/** One copy of the model with its optimizer: takes local steps. Used by one thread at a time. */
final class Replica implements AutoCloseable {
    private final RunPlan plan;
    private final JobConfig config;
    private final Backend backend;
    private final ClipModel model;
    private final LearningRules rules;
    private final Optimizer optimizer;
    private final Optional<WeightAverage> average;
    private final LearningRateSchedule schedule;
    private final ContrastiveLoss loss;
    private final double maximumLogitScale;

    Replica(RunPlan plan, int threads) {
        this.plan = plan;
        this.config = plan.config();
        TrainSettings train = config.train();
        this.backend = Backend.named(nameOf(train.backend()), new BackendSettings(ElementType.FLOAT32, threads));
        this.model = ClipModel.create(plan.model(), backend, memory(train));
        this.rules = new LearningRules(config, plan.model());
        rules.lock(model);
        this.optimizer = Optimizer.of(optimizerSettings(config), backend, model.parameters(), rules.parameterRules());
        this.average = train.ema() > 0
                ? Optional.of(new WeightAverage(backend, model.parameters(), train.ema()))
                : Optional.empty();
        this.schedule = LearningRateSchedule.named(
                nameOf(config.optimizer().schedule()), scheduleSettings(config.optimizer(), plan.totalSteps()));
        this.loss = ContrastiveLoss.named(nameOf(config.loss().name()));
        this.maximumLogitScale = Math.log(config.loss().maximumLogitScale());
    }

    private static StepMemory memory(TrainSettings train) {
        return new StepMemory(
                train.batchSize(),
                train.accumulation(),
                train.activationCheckpointing() ? Activations.RECOMPUTED : Activations.KEPT);
    }

    private static OptimizerSettings optimizerSettings(JobConfig config) {
        org.clipspark.job.config.OptimizerSettings from = config.optimizer();
        return new OptimizerSettings(
                nameOf(from.name()),
                from.beta1(),
                from.beta2(),
                from.epsilon(),
                from.weightDecay(),
                from.gradientClipNorm() > 0 ? Optional.of(from.gradientClipNorm()) : Optional.empty());
    }

    private static ScheduleSettings scheduleSettings(org.clipspark.job.config.OptimizerSettings from, long totalSteps) {
        CooldownSettings cooldown = from.cooldown();
        return new ScheduleSettings(
                from.learningRate(),
                from.warmupSteps(),
                totalSteps,
                new ScheduleSettings.Cooldown(cooldown.steps(), cooldown.power(), cooldown.endLearningRate()));
    }

    private static String nameOf(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    ClipModel model() {
        return model;
    }

    /** Sets all parameters; their moving average, where there is one, begins with them. */
    WeightsRemarks initialise(InitialWeights weights) {
        WeightsRemarks remarks = weights.fill(model);
        average.ifPresent(WeightAverage::start);
        return remarks;
    }

    /** Parameters, their moving average and optimizer state by the names they have in a checkpoint. */
    Map<String, FloatVector> vectors() {
        Map<String, FloatVector> vectors = new TreeMap<>(optimizerState());
        vectors.put(Checkpoint.MODEL, model.parameterVector());
        average.ifPresent(kept -> vectors.put(Checkpoint.EMA, FloatVector.of(backend, kept.values())));
        return vectors;
    }

    /** Parameters and their moving average: what replicas hand on whole. */
    List<FloatVector> weights() {
        List<FloatVector> weights = new ArrayList<>();
        weights.add(model.parameterVector());
        average.ifPresent(kept -> weights.add(FloatVector.of(backend, kept.values())));
        return weights;
    }

    /** Running statistics of the parameters and of their moving average, in a form to average. */
    void toMeansOfSquares() {
        model.runningStatistics().toMeansOfSquares();
        average.ifPresent(kept -> model.runningStatistics(kept.values()).toMeansOfSquares());
    }

    /** The way back from {@link #toMeansOfSquares}. */
    void toVariances() {
        model.runningStatistics().toVariances();
        average.ifPresent(kept -> model.runningStatistics(kept.values()).toVariances());
    }

    /** What training changes of {@link #weights}: the part that replicas have to agree on. */
    List<FloatVector> changingWeights() {
        return weights().stream()
                .map(whole -> rules.changing(model.parameters().layout(), whole))
                .toList();
    }

    /** Optimizer state by name. */
    Map<String, FloatVector> optimizerState() {
        Map<String, FloatVector> vectors = new TreeMap<>();
        optimizer.state().forEach((name, tensor) -> vectors.put(name, FloatVector.of(backend, tensor)));
        return vectors;
    }

    /** Sets the number of updates that the optimizer's state stands for. */
    void restoreSteps(long steps) {
        optimizer.restoreSteps(steps);
    }

    /** Forgets the optimizer's state. */
    void resetOptimizer() {
        optimizer.state().values().forEach(tensor -> backend.fill(tensor, 0));
        optimizer.restoreSteps(0);
    }

    /**
     * Takes steps, fewer where the epoch's batches end or the loss is no longer a number.
     *
     * @param progress told the samples of each step
     * @return one record per step that learnt something
     */
    List<StepRecord> steps(BatchPrefetcher batches, Stretch stretch, LongConsumer progress) {
        List<StepRecord> records = new ArrayList<>();
        for (long i = 0; i < stretch.steps() && batches.hasNext(); i++) {
            long number = batches.number();
            Optional<ClipBatch> batch = batches.next();
            if (batch.isPresent()) {
                StepRecord record = step(batch.get(), number, stretch);
                records.add(record);
                progress.accept(record.samples());
                if (record.isDiverged()) {
                    break;
                }
            }
        }
        return records;
    }

    private StepRecord step(ClipBatch batch, long number, Stretch stretch) {
        long step = plan.step(stretch.epoch(), number);
        model.clearGradients();
        model.seedStep(Seeds.mix(config.run().seed(), stretch.epoch(), number));
        double value = model.gradients(batch.images(), batch.texts(), batch.size(), loss);
        double learningRate = stretch.learningRateFactor() * schedule.at(step);
        double gradientNorm = Double.NaN;
        if (Double.isFinite(value)) {
            gradientNorm = optimizer.step(learningRate);
            model.clampLogitScale(maximumLogitScale);
            average.ifPresent(WeightAverage::update);
        }
        return new StepRecord(step + 1, batch.size(), value, learningRate, gradientNorm, Math.exp(model.logitScale()));
    }

    @Override
    public void close() {
        backend.close();
    }
}
