package org.clipspark.job.config;

import java.io.Serializable;
import org.clipspark.model.optim.WeightDecayRule;

/**
 * Section {@code optimizer}.
 *
 * @param name the update rule
 * @param learningRate highest step size, reached after the warm-up; positive
 * @param beta1 decay of the first moment, in [0, 1); {@code sgd} does not use it
 * @param beta2 decay of the second moment, in [0, 1); {@code sgd} does not use it
 * @param epsilon added to the root of the second moment, positive; {@code sgd} does not use it
 * @param weightDecay decoupled decay, 0 or more
 * @param weightDecayRule which parameters it decays
 * @param imageLayerDecay factor on the learning rate from each layer group of the image tower to the one before it, above 0
 *     and at most 1; 1 for equal rates
 * @param textLayerDecay the same for the text tower
 * @param schedule course of the learning rate after the warm-up
 * @param warmupSteps steps of linear rise from 0, 0 or more
 * @param cooldown how a run of schedule {@code constant-cooldown} ends
 * @param gradientClipNorm largest Euclidean norm of the whole gradient; 0 leaves gradients as they are
 */
public record OptimizerSettings(
        Rule name,
        double learningRate,
        double beta1,
        double beta2,
        double epsilon,
        double weightDecay,
        WeightDecayRule weightDecayRule,
        double imageLayerDecay,
        double textLayerDecay,
        Schedule schedule,
        int warmupSteps,
        CooldownSettings cooldown,
        double gradientClipNorm)
        implements Serializable {
    /** Update rules. */
    public enum Rule {
        /** Adam with decoupled weight decay. */
        ADAMW,
        /** Plain gradient descent. */
        SGD
    }

    /** Courses of the learning rate after the warm-up. */
    public enum Schedule {
        /** Half a cosine, down to 0 at the last step. */
        COSINE,
        /** Stays at the highest. */
        CONSTANT,
        /** Stays at the highest and falls over the last steps. */
        CONSTANT_COOLDOWN
    }

    /** Checks the values. */
    public OptimizerSettings {
        Checks.positive("optimizer.learningRate", learningRate);
        Checks.fractionBelowOne("optimizer.beta1", beta1);
        Checks.fractionBelowOne("optimizer.beta2", beta2);
        Checks.positive("optimizer.epsilon", epsilon);
        Checks.notNegative("optimizer.weightDecay", weightDecay);
        Checks.aboveZeroUpToOne("optimizer.imageLayerDecay", imageLayerDecay);
        Checks.aboveZeroUpToOne("optimizer.textLayerDecay", textLayerDecay);
        Checks.atLeast("optimizer.warmupSteps", 0, warmupSteps);
        if ((schedule == Schedule.CONSTANT_COOLDOWN) != (cooldown.steps() > 0)) {
            throw new IllegalArgumentException("optimizer.cooldown.steps must be positive with optimizer.schedule"
                    + " constant-cooldown and 0 with any other, got " + cooldown.steps());
        }
        Checks.notNegative("optimizer.gradientClipNorm", gradientClipNorm);
    }
}
