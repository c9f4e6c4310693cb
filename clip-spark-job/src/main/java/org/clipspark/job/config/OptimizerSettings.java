package org.clipspark.job.config;

import java.io.Serializable;

/**
 * Section {@code optimizer}.
 *
 * @param name the update rule
 * @param learningRate highest step size, reached after the warm-up; positive
 * @param beta1 decay of the first moment, in [0, 1); {@code sgd} does not use it
 * @param beta2 decay of the second moment, in [0, 1); {@code sgd} does not use it
 * @param epsilon added to the root of the second moment, positive; {@code sgd} does not use it
 * @param weightDecay decoupled decay of matrices, 0 or more
 * @param schedule course of the learning rate after the warm-up
 * @param warmupSteps steps of linear rise from 0, 0 or more
 * @param gradientClipNorm largest Euclidean norm of the whole gradient; 0 leaves gradients as they are
 */
public record OptimizerSettings(
        Rule name,
        double learningRate,
        double beta1,
        double beta2,
        double epsilon,
        double weightDecay,
        Schedule schedule,
        int warmupSteps,
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
        CONSTANT
    }

    /** Checks the values. */
    public OptimizerSettings {
        Checks.positive("optimizer.learningRate", learningRate);
        Checks.fractionBelowOne("optimizer.beta1", beta1);
        Checks.fractionBelowOne("optimizer.beta2", beta2);
        Checks.positive("optimizer.epsilon", epsilon);
        Checks.notNegative("optimizer.weightDecay", weightDecay);
        Checks.atLeast("optimizer.warmupSteps", 0, warmupSteps);
        Checks.notNegative("optimizer.gradientClipNorm", gradientClipNorm);
    }
}
