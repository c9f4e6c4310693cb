package org.clipspark.model.loss;

import java.util.Optional;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.compute.Transpose;

/** Binary cross entropy of every pair of the batch, right or wrong (Zhai et al. 2023, SigLIP). */
final class SigmoidLoss implements ContrastiveLoss {
    private final long chunkElements;

    /** A loss that takes that many logits at a time, or those of one row. */
    SigmoidLoss(long chunkElements) {
        this.chunkElements = chunkElements;
    }

    @Override
    public void check(Optional<Double> initialLogitBias) {
        if (initialLogitBias.isEmpty()) {
            throw new IllegalArgumentException("The sigmoid loss learns a bias on logits, and the model has none: set"
                    + " init_logit_bias in the model config (SigLIP: -10, with init_logit_scale 2.302585092994046)");
        }
    }

    @Override
    public Result gradients(Backend backend, Arena arena, Pairs pairs, Logits logits, Tensor dImages, Tensor dTexts) {
        backend.fill(dImages, 0);
        backend.fill(dTexts, 0);
        ByImage byImage = new ByImage(backend, arena, logits, pairs, dImages, dTexts);
        return new RowChunks(chunkElements, pairs.images().shape().dimension(0)).sum(pairs.part(), byImage::add);
    }

    /** Some images against all texts; gradients are added. */
    private record ByImage(Backend backend, Arena arena, Logits logits, Pairs pairs, Tensor dImages, Tensor dTexts) {
        Result add(long first, long count) {
            long batch = pairs.texts().shape().dimension(0);
            double scale = logits.scale();
            long mark = arena.mark();
            Tensor images = RowChunks.rows(backend, pairs.images(), first, count);
            Tensor some = arena.takeFloats(count, batch);
            backend.fill(some, logits.bias());
            backend.matmul(Transpose.NO, images, Transpose.YES, pairs.texts(), scale, 1, some);
            double loss = backend.variants().sigmoidCrossEntropy(some, Math.toIntExact(first), 1.0 / batch, some);
            Tensor gradient = RowChunks.rows(backend, dImages, first, count);
            backend.matmul(Transpose.NO, some, Transpose.NO, pairs.texts(), scale, 1, gradient);
            backend.matmul(Transpose.YES, some, Transpose.NO, images, scale, 1, dTexts);
            Tensor ones = arena.takeFloats(count, batch);
            backend.fill(ones, 1);
            double dLogitBias = backend.dot(some, ones);
            arena.release(mark);
            // Each similarity times its gradient, without the bias: what the bias adds to a logit the scale does not
            // move.
            return new Result(loss, backend.dot(images, gradient), dLogitBias);
        }
    }
}
