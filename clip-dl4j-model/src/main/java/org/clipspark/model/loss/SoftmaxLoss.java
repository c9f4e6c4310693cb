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
    private final long chunkElements;

    /** A loss that takes that many logits at a time, or those of one row. */
    SoftmaxLoss(long chunkElements) {
        this.chunkElements = chunkElements;
    }

    @Override
    public void check(Optional<Double> initialLogitBias) {}

    @Override
    public Result gradients(Backend backend, Arena arena, Pairs pairs, Logits logits, Tensor dImages, Tensor dTexts) {
        backend.fill(dImages, 0);
        backend.fill(dTexts, 0);
        OneWay byImage = new OneWay(backend, arena, logits.scale(), pairs.images(), pairs.texts(), dImages, dTexts);
        OneWay byText = new OneWay(backend, arena, logits.scale(), pairs.texts(), pairs.images(), dTexts, dImages);
        RowChunks chunks = new RowChunks(chunkElements, pairs.images().shape().dimension(0));
        return chunks.sum(pairs.part(), byImage::add).plus(chunks.sum(pairs.part(), byText::add));
    }

    /** Cross entropy of each query among all keys; gradients are added. */
    private record OneWay(
            Backend backend, Arena arena, double scale, Tensor queries, Tensor keys, Tensor dQueries, Tensor dKeys) {
        Result add(long first, long count) {
            long batch = keys.shape().dimension(0);
            long mark = arena.mark();
            Tensor some = RowChunks.rows(backend, queries, first, count);
            Tensor logits = arena.takeFloats(count, batch);
            Tensor dLogits = arena.takeFloats(count, batch);
            backend.matmul(Transpose.NO, some, Transpose.YES, keys, scale, 0, logits);
            double loss = backend.softmaxCrossEntropy(logits, Math.toIntExact(first), 0.5 / batch, dLogits);
            Tensor dSome = RowChunks.rows(backend, dQueries, first, count);
            backend.matmul(Transpose.NO, dLogits, Transpose.NO, keys, scale, 1, dSome);
            backend.matmul(Transpose.YES, dLogits, Transpose.NO, some, scale, 1, dKeys);
            double dLogitScale = backend.dot(dLogits, logits);
            arena.release(mark);
            return new Result(loss, dLogitScale, 0);
        }
    }
}
