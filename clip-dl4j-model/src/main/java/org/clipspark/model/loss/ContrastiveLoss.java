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
            case "softmax" -> new SoftmaxLoss(RowChunks.ELEMENTS);
            case "sigmoid" -> new SigmoidLoss(RowChunks.ELEMENTS);
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
    record Result(double loss, double dLogitScale, double dLogitBias) {
        /** Sums of the parts. */
        Result plus(Result other) {
            return new Result(loss + other.loss, dLogitScale + other.dLogitScale, dLogitBias + other.dLogitBias);
        }
    }

    /**
     * Rows of a batch that are compared with the whole batch here. The shares of all parts add up to the loss and the
     * gradients of the batch: so replicas that each know all embeddings compute the loss of their global batch.
     *
     * @param first first row
     * @param count number of rows, at least 1
     */
    record Part(long first, long count) {
        /** Checks the sizes. */
        public Part {
            if (first < 0 || count < 1) {
                throw new IllegalArgumentException(
                        "A part of a batch needs first >= 0 and count >= 1, got first=" + first + " count=" + count);
            }
        }
    }

    /**
     * Loss and gradients of a batch whose row i of images belongs to row i of texts. Memory beyond the arguments grows
     * with {@code B}, not with its square.
     *
     * @param images {@code [B, E]}, rows of norm 1
     * @param texts {@code [B, E]}, rows of norm 1
     * @param logits from similarities to logits
     * @param dImages {@code [B, E]}, replaced
     * @param dTexts {@code [B, E]}, replaced
     */
    default Result gradients(
            Backend backend, Arena arena, Tensor images, Tensor texts, Logits logits, Tensor dImages, Tensor dTexts) {
        Part whole = new Part(0, images.shape().dimension(0));
        return gradients(backend, arena, new Pairs(images, texts, whole), logits, dImages, dTexts);
    }

    /**
     * A batch of pairs and the part of it to work on.
     *
     * @param images {@code [B, E]}, rows of norm 1
     * @param texts {@code [B, E]}, rows of norm 1, row i the text of image i
     * @param part rows within the batch
     */
    record Pairs(Tensor images, Tensor texts, Part part) {
        /** Checks that the part lies within the batch. */
        public Pairs {
            if (!images.shape().equals(texts.shape())
                    || part.first() + part.count() > images.shape().dimension(0)) {
                throw new IllegalArgumentException("Expected images and texts of one shape with " + part
                        + " in it, got images " + images.shape() + " and texts " + texts.shape());
            }
        }
    }

    /**
     * The share of one part in the loss and gradients of the whole batch. The loss is the sum over the part's rows
     * divided by {@code B}; gradients reach the embeddings of other parts too.
     *
     * @param dImages {@code [B, E]}, replaced
     * @param dTexts {@code [B, E]}, replaced
     */
    Result gradients(Backend backend, Arena arena, Pairs pairs, Logits logits, Tensor dImages, Tensor dTexts);
}
