package org.clipspark.model.loss;

import java.util.Optional;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.compute.Transpose;

/** Binary cross entropy of every pair of the batch, right or wrong (Zhai et al. 2023, SigLIP). */
final class SigmoidLoss implements ContrastiveLoss {
    @Override
    public void check(Optional<Double> initialLogitBias) {
        if (initialLogitBias.isEmpty()) {
            throw new IllegalArgumentException("The sigmoid loss learns a bias on logits, and the model has none: set"
                    + " init_logit_bias in the model config (SigLIP: -10, with init_logit_scale 2.302585092994046)");
        }
    }

    @Override
    public Result gradients(
            Backend backend, Arena arena, Tensor images, Tensor texts, Logits logits, Tensor dImages, Tensor dTexts) {
        long batch = images.shape().dimension(0);
        long mark = arena.mark();
        Tensor pairs = arena.take(batch, batch);
        backend.fill(pairs, logits.bias());
        backend.matmul(Transpose.NO, images, Transpose.YES, texts, logits.scale(), 1, pairs);
        double loss = backend.variants().sigmoidCrossEntropy(pairs, 0, 1.0 / batch, pairs);
        backend.matmul(Transpose.NO, pairs, Transpose.NO, texts, logits.scale(), 0, dImages);
        backend.matmul(Transpose.YES, pairs, Transpose.NO, images, logits.scale(), 0, dTexts);
        Tensor ones = arena.take(batch, batch);
        backend.fill(ones, 1);
        double dLogitBias = backend.dot(pairs, ones);
        arena.release(mark);
        // Each similarity times its gradient, without the bias: what the bias adds to a logit the scale does not move.
        double dLogitScale = backend.dot(images, dImages);
        return new Result(loss, dLogitScale, dLogitBias);
    }
}
