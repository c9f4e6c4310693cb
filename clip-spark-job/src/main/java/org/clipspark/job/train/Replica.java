package org.clipspark.job.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.clipspark.job.config.JobConfig;
import org.clipspark.job.config.TrainSettings;
import org.clipspark.job.data.BatchPrefetcher;
import org.clipspark.job.data.Seeds;
import org.clipspark.job.sync.ReplicaGroup;
import org.clipspark.job.weights.InitialWeights;
import org.clipspark.job.weights.WeightsRemarks;
import org.clipspark.model.ClipModel;
import org.clipspark.model.checkpoint.Checkpoint;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.FloatVector;
import org.clipspark.model.compute.ParameterLayout;
import org.clipspark.model.input.ClipBatch;
import org.clipspark.model.loss.ContrastiveLoss;
import org.clipspark.model.optim.LearningRateSchedule;
import org.clipspark.model.optim.Optimizer;
import org.clipspark.model.optim.WeightAverage;

/** One copy of the model with its optimizer: takes local steps. Used by one thread at a time. */
final class Replica implements AutoCloseable {
    private final RunPlan plan;
    private final JobConfig config;
    private final int device;
    private final Backend backend;
    private final ClipModel model;
    private final LearningRules rules;
    private final Optimizer optimizer;
    private final Optional<WeightAverage> average;
    private final LearningRateSchedule schedule;
    private final ContrastiveLoss loss;
    private final double maximumLogitScale;
    private final FloatVector learning;
    private final FloatVector gradients;
    private Optional<OuterStep> outer = Optional.empty();

    Replica(RunPlan plan, ReplicaPlace place) {
        this.plan = plan;
        this.config = plan.config();
        TrainSettings train = config.train();
        this.device = place.device();
        this.backend = ReplicaParts.backend(train, place);
        this.model = ClipModel.create(plan.model(), backend, ReplicaParts.memory(train, place));
        this.rules = new LearningRules(config, plan.model());
        rules.lock(model);
        this.optimizer =
                Optimizer.of(ReplicaParts.optimizer(config), backend, model.parameters(), rules.parameterRules());
        this.average = train.ema() > 0
                ? Optional.of(new WeightAverage(backend, model.parameters(), train.ema()))
                : Optional.empty();
        this.schedule = ReplicaParts.schedule(config, plan.totalSteps());
        this.loss = ReplicaParts.loss(config);
        this.maximumLogitScale = Math.log(config.loss().maximumLogitScale());
        ParameterLayout layout = model.parameters().layout();
        this.learning = rules.learning(layout, model.parameterVector());
        this.gradients = rules.learning(
                layout, FloatVector.of(backend, model.parameters().gradients()));
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

    /** Parameters, their moving average and the optimizers' state by the names they have in a checkpoint. */
    Map<String, FloatVector> vectors() {
        Map<String, FloatVector> vectors = new TreeMap<>(optimizerState());
        outer().ifPresent(kept -> vectors.put(OuterStep.VELOCITY, kept.velocity()));
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

    /** The parameters that learn, without their moving average. */
    FloatVector learning() {
        return learning;
    }

    /** Notes the parameters, which all replicas have in common now, as those from which the next way is measured. */
    void depart() {
        outer().ifPresent(OuterStep::start);
    }

    /** Takes the outer step along the way to the mean, which the parameters are now. */
    void outerStep() {
        outer().ifPresent(kept -> {
            kept.step();
            model.clampLogitScale(maximumLogitScale);
            // The clamp may have moved the temperature.
            kept.start();
        });
    }

    /** Made when it is first asked for: a task of a round, whose outer step the driver takes, has no memory for it. */
    private Optional<OuterStep> outer() {
        if (outer.isEmpty() && config.train().outer().isUsed()) {
            outer = Optional.of(new OuterStep(config.train().outer(), backend, model, rules));
        }
        return outer;
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
        model.clearGradients();
        model.seedStep(Seeds.mix(config.run().seed(), stretch.epoch(), number));
        double value = model.gradients(batch.images(), batch.texts(), batch.size(), loss);
        return update(plan.step(stretch.epoch(), number), batch.size(), value, stretch);
    }

    /**
     * Takes steps, each on the batches of all replicas of a group as one: every replica has the same parameters after it.
     * Ends early where the loss is no longer a number, on all replicas at the same step.
     *
     * @return one record per step of pairs to learn from; its samples are those of this replica
     */
    List<StepRecord> globalSteps(BatchPrefetcher batches, Stretch stretch, ReplicaGroup group, LongConsumer progress) {
        List<StepRecord> records = new ArrayList<>();
        for (long i = 0; i < stretch.steps(); i++) {
            long number = batches.number();
            Optional<ClipBatch> batch = batches.hasNext() ? batches.next() : Optional.empty();
            // A replica without a batch still takes part: the others wait for its share of the sums.
            if (group.sum(batch.map(ClipBatch::size).orElse(0).longValue()) > 0) {
                StepRecord record = globalStep(batch, number, stretch, group);
                records.add(record);
                progress.accept(record.samples());
                if (record.isDiverged()) {
                    break;
                }
            }
        }
        return records;
    }

    private StepRecord globalStep(Optional<ClipBatch> batch, long number, Stretch stretch, ReplicaGroup group) {
        model.clearGradients();
        model.seedStep(Seeds.mix(config.run().seed(), stretch.epoch(), number));
        int size = batch.map(ClipBatch::size).orElse(0);
        double value = model.gradients(
                batch.map(ClipBatch::images).orElseGet(() -> new float[0]),
                batch.map(ClipBatch::texts).orElseGet(() -> new int[0]),
                size,
                loss,
                new GroupSum(group));
        if (Double.isFinite(value)) {
            group.sumInPlace("gradients", gradients);
        }
        // Every replica counts by the first of the step's batches, so that all use the same learning rate.
        return update(plan.step(stretch.epoch(), number - group.rank()), size, value, stretch);
    }

    /** Uses the gradients, unless the loss is no number. */
    private StepRecord update(long step, int samples, double value, Stretch stretch) {
        double learningRate = stretch.learningRateFactor() * schedule.at(step);
        double gradientNorm = Double.NaN;
        if (Double.isFinite(value)) {
            gradientNorm = optimizer.step(learningRate);
            model.clampLogitScale(maximumLogitScale);
            average.ifPresent(WeightAverage::update);
        }
        return new StepRecord(step + 1, samples, value, learningRate, gradientNorm, Math.exp(model.logitScale()));
    }

    /** Number of the GPU that it computes on; 0 if it computes on none. */
    int device() {
        return device;
    }

    @Override
    public void close() {
        backend.close();
    }
}
