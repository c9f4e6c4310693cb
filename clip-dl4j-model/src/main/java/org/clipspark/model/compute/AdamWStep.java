package org.clipspark.model.compute;

/**
 * Scalars of one AdamW update (Loshchilov and Hutter 2019, in PyTorch's order of operations).
 *
 * @param learningRate step size
 * @param beta1 decay of the first moment, in [0, 1)
 * @param beta2 decay of the second moment, in [0, 1)
 * @param epsilon added to the root of the corrected second moment
 * @param weightDecay decoupled decay: {@code p *= 1 - learningRate * weightDecay} before the step
 * @param step number of this update, from 1, for the bias correction
 * @param gradientScale factor on the gradient, such as that of norm clipping
 */
public record AdamWStep(
        double learningRate,
        double beta1,
        double beta2,
        double epsilon,
        double weightDecay,
        long step,
        double gradientScale) {
    /** Checks the step number. */
    public AdamWStep {
        if (step < 1) {
            throw new IllegalArgumentException("AdamW steps count from 1, got " + step);
        }
    }

    /** Factor {@code 1 - beta1^step} by which the first moment falls short of the mean gradient. */
    public double firstCorrection() {
        return 1 - Math.pow(beta1, (double) step);
    }

    /** Factor {@code 1 - beta2^step} by which the second moment falls short of the mean square. */
    public double secondCorrection() {
        return 1 - Math.pow(beta2, (double) step);
    }
}
