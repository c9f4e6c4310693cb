package org.clipspark.job.train;

import java.util.Locale;
import java.util.Optional;
import org.clipspark.job.config.CooldownSettings;
import org.clipspark.job.config.JobConfig;
import org.clipspark.job.config.TrainSettings;
import org.clipspark.model.StepMemory;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.Precision;
import org.clipspark.model.layer.Activations;
import org.clipspark.model.loss.ContrastiveLoss;
import org.clipspark.model.optim.LearningRateSchedule;
import org.clipspark.model.optim.OptimizerSettings;
import org.clipspark.model.optim.ScheduleSettings;

/** What a replica is made of, as the settings of a run say. */
final class ReplicaParts {
    /** Pairs that the driver embeds at a time where batches are sized for GPUs. */
    private static final int EVALUATED_AT_ONCE = 64;

    private ReplicaParts() {}

    static Backend backend(TrainSettings train, ReplicaPlace place) {
        if (isEvaluatedOnCpu(train, place)) {
            return Backend.named("onednn", new BackendSettings(ElementType.FLOAT32, place.threads()));
        }
        Precision precision = Precision.named(nameOf(train.precision()));
        return Backend.named(
                nameOf(train.backend()),
                new BackendSettings(ElementType.FLOAT32, place.threads(), precision, place.device()));
    }

    /** Driver and tasks may be on different machines, and a GPU has no memory for a second model. */
    private static boolean isEvaluatedOnCpu(TrainSettings train, ReplicaPlace place) {
        return train.backend() == TrainSettings.Backend.CUDA && !place.learns();
    }

    static StepMemory memory(TrainSettings train, ReplicaPlace place) {
        if (isEvaluatedOnCpu(train, place)) {
            return new StepMemory(Math.min(EVALUATED_AT_ONCE, train.batchSize()), 1, Activations.RECOMPUTED);
        }
        return new StepMemory(
                train.batchSize(),
                train.accumulation(),
                train.mode() == TrainSettings.Mode.GLOBAL ? train.replicas() : 1,
                train.activationCheckpointing() ? Activations.RECOMPUTED : Activations.KEPT);
    }

    static OptimizerSettings optimizer(JobConfig config) {
        org.clipspark.job.config.OptimizerSettings from = config.optimizer();
        return new OptimizerSettings(
                nameOf(from.name()),
                from.beta1(),
                from.beta2(),
                from.epsilon(),
                from.weightDecay(),
                from.gradientClipNorm() > 0 ? Optional.of(from.gradientClipNorm()) : Optional.empty());
    }

    static LearningRateSchedule schedule(JobConfig config, long totalSteps) {
        org.clipspark.job.config.OptimizerSettings from = config.optimizer();
        CooldownSettings cooldown = from.cooldown();
        ScheduleSettings settings = new ScheduleSettings(
                from.learningRate(),
                from.warmupSteps(),
                totalSteps,
                new ScheduleSettings.Cooldown(cooldown.steps(), cooldown.power(), cooldown.endLearningRate()));
        return LearningRateSchedule.named(nameOf(from.schedule()), settings);
    }

    static ContrastiveLoss loss(JobConfig config) {
        return ContrastiveLoss.named(nameOf(config.loss().name()));
    }

    private static String nameOf(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
