package org.clipspark.job.train;

import java.io.Serializable;

/**
 * What one step of one replica, or a stretch of steps of all, measured.
 *
 * @param step number of the (last) step, from 1
 * @param samples pairs learnt from
 * @param loss mean over the samples
 * @param learningRate of the (last) step
 * @param gradientNorm Euclidean norm of the whole gradient, mean over the samples
 * @param logitScale factor on cosine similarities after the (last) step
 */
public record StepRecord(
        long step, long samples, double loss, double learningRate, double gradientNorm, double logitScale)
        implements Serializable {
    /** Whether the loss was no longer a number; the parameters are still those before the step. */
    boolean isDiverged() {
        return !Double.isFinite(loss);
    }

    /** Both together: means are weighted by samples, the rest is that of the later step. */
    StepRecord plus(StepRecord other) {
        long total = samples + other.samples;
        StepRecord last = other.step >= step ? other : this;
        return new StepRecord(
                last.step,
                total,
                mean(loss, other.loss, other.samples, total),
                last.learningRate,
                mean(gradientNorm, other.gradientNorm, other.samples, total),
                last.logitScale);
    }

    private static double mean(double a, double b, long samplesOfB, long total) {
        return total == 0 ? a : a + (b - a) * ((double) samplesOfB / total);
    }
}
