package org.clipspark.model.loss;

import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.Tensor;

/** How well the right pairs of a batch are told from the wrong ones. */
public sealed interface ContrastiveLoss permits SoftmaxLoss {
    /**
     * The loss of that name.
     *
     * @throws IllegalArgumentException if there is none; the message lists the names
     */
    static ContrastiveLoss named(String name) {
        return switch (name) {
            case "softmax" -> new SoftmaxLoss();
            default -> throw new IllegalArgumentException("Unknown loss '" + name + "' (expected: softmax)");
        };
    }

    /**
     * Loss of a batch and its derivative by the logarithm of the temperature factor.
     *
     * @param loss mean over the batch
     * @param dLogitScale derivative by {@code log(scale)}
     */
    record Result(double loss, double dLogitScale) {}

    /**
     * Loss and gradients of a batch whose row i of images belongs to row i of texts.
     *
     * @param images {@code [B, E]}, rows of norm 1
     * @param texts {@code [B, E]}, rows of norm 1
     * @param scale factor on the cosine similarities, {@code exp(logit_scale)}
     * @param dImages {@code [B, E]}, replaced
     * @param dTexts {@code [B, E]}, replaced
     */
    Result gradients(
            Backend backend, Arena arena, Tensor images, Tensor texts, double scale, Tensor dImages, Tensor dTexts);
}
