package org.clipspark.model.optim;

import java.util.Optional;

/**
 * What an optimizer is made with.
 *
 * @param name {@code adamw} or {@code sgd}
 * @param beta1 decay of the first moment, in [0, 1)
 * @param beta2 decay of the second moment, in [0, 1)
 * @param epsilon added to the root of the second moment, positive
 * @param weightDecay decoupled decay, at least 0, of the parameters that a {@link WeightDecayRule} chooses
 * @param gradientClipNorm bound on the norm of all gradients together, if any
 */
public record OptimizerSettings(
        String name,
        double beta1,
        double beta2,
        double epsilon,
        double weightDecay,
        Optional<Double> gradientClipNorm) {
    /** Checks the ranges. */
    public OptimizerSettings {
        check(beta1 >= 0 && beta1 < 1, "optimizer.beta1 must be in [0, 1), got ", beta1);
        check(beta2 >= 0 && beta2 < 1, "optimizer.beta2 must be in [0, 1), got ", beta2);
        check(epsilon > 0, "optimizer.epsilon must be positive, got ", epsilon);
        check(weightDecay >= 0, "optimizer.weightDecay must be at least 0, got ", weightDecay);
        check(
                gradientClipNorm.orElse(1.0) > 0,
                "optimizer.gradientClipNorm must be positive, got ",
                gradientClipNorm.orElse(1.0));
    }

    private static void check(boolean holds, String message, double value) {
        if (!holds) {
            throw new IllegalArgumentException(message + value);
        }
    }

    /**
     * Factor on gradients of that norm, as PyTorch's {@code clip_grad_norm_}: {@code bound / (norm + 1e-6)} where that
     * is below 1.
     */
    double clipFactor(double norm) {
        return gradientClipNorm.map(bound -> Math.min(1, bound / (norm + 1e-6))).orElse(1.0);
    }
}
