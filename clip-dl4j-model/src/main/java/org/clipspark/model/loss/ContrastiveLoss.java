package org.clipspark.model.loss;

import java.util.Optional;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.Tensor;

/** How well the right pairs of a batch are told from the wrong ones. */
public sealed interface ContrastiveLoss permits SoftmaxLoss, SigmoidLoss {
    /**
     * The loss of that name.
     *
     * @throws IllegalArgumentException if there is none; the message lists the names
     */
    static ContrastiveLoss named(String name) {
        return switch (name) {
            case "softmax" -> new SoftmaxLoss();
            case "sigmoid" -> new SigmoidLoss();
            default -> throw new IllegalArgumentException("Unknown loss '" + name + "' (expected: softmax, sigmoid)");
        };
    }

    /**
     * Refuses a model that the loss cannot train.
     *
     * @param initialLogitBias of the model, {@code init_logit_bias}
     * @throws IllegalArgumentException if the loss needs a bias and the model has none
     */
    void check(Optional<Double> initialLogitBias);

    /**
     * From cosine similarities to logits: {@code scale * similarity + bias}.
     *
     * @param scale {@code exp(logit_scale)}
     * @param bias {@code logit_bias}, 0 for a model without
     */
    record Logits(double scale, double bias) {}

    /**
     * Loss of a batch and its derivatives by the parameters of the logits.
     *
     * @param loss mean over the batch
     * @param dLogitScale derivative by {@code log(scale)}
     * @param dLogitBias derivative by the bias
     */
    record Result(double loss, double dLogitScale, double dLogitBias) {}

    /**
     * Loss and gradients of a batch whose row i of images belongs to row i of texts.
     *
     * @param images {@code [B, E]}, rows of norm 1
     * @param texts {@code [B, E]}, rows of norm 1
     * @param logits from similarities to logits
     * @param dImages {@code [B, E]}, replaced
     * @param dTexts {@code [B, E]}, replaced
     */
    Result gradients(
            Backend backend, Arena arena, Tensor images, Tensor texts, Logits logits, Tensor dImages, Tensor dTexts);
}
