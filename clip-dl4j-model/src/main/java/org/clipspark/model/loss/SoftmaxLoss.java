package org.clipspark.model.loss;

import java.util.Optional;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.compute.Transpose;

/**
 * Symmetric cross entropy over the similarities of all pairs (Radford et al. 2021). A bias on all logits changes
 * nothing.
 */
final class SoftmaxLoss implements ContrastiveLoss {
    @Override
    public void check(Optional<Double> initialLogitBias) {}

    @Override
    public Result gradients(
            Backend backend, Arena arena, Tensor images, Tensor texts, Logits logits, Tensor dImages, Tensor dTexts) {
        long mark = arena.mark();
        double scale = logits.scale();
        Result byImage = oneWay(backend, arena, images, texts, scale, 0, dImages, dTexts);
        Result byText = oneWay(backend, arena, texts, images, scale, 1, dTexts, dImages);
        arena.release(mark);
        return new Result(byImage.loss() + byText.loss(), byImage.dLogitScale() + byText.dLogitScale(), 0);
    }

    /** Cross entropy of each query among all keys; {@code beta} says whether gradients are replaced or added to. */
    private static Result oneWay(
            Backend backend,
            Arena arena,
            Tensor queries,
            Tensor keys,
            double scale,
            double beta,
            Tensor dQueries,
            Tensor dKeys) {
        long batch = queries.shape().dimension(0);
        long mark = arena.mark();
        Tensor logits = arena.take(batch, batch);
        Tensor dLogits = arena.take(batch, batch);
        backend.matmul(Transpose.NO, queries, Transpose.YES, keys, scale, 0, logits);
        double loss = backend.softmaxCrossEntropy(logits, 0, 0.5 / batch, dLogits);
        backend.matmul(Transpose.NO, dLogits, Transpose.NO, keys, scale, beta, dQueries);
        backend.matmul(Transpose.YES, dLogits, Transpose.NO, queries, scale, beta, dKeys);
        double dLogitScale = backend.dot(dLogits, logits);
        arena.release(mark);
        return new Result(loss, dLogitScale, 0);
    }
}
