package org.clipspark.model;

import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.Shape;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.loss.ContrastiveLoss;

/**
 * The gradients of a batch. One that is larger than the towers have memory for is worked on in chunks, exactly (Gao et
 * al. 2021, GradCache; open_clip's {@code accum_freq}): all embeddings first, chunk by chunk and without keeping anything
 * else, then the loss over the whole batch, then each chunk forward again and backward with its rows of the loss's
 * gradient. Batch normalisation sees chunks, and each of them twice, as in open_clip.
 */
final class ContrastiveStep {
    private final Backend backend;
    private final Arena arena;
    private final int chunk;
    private final long width;

    /**
     * A way to take such steps.
     *
     * @param chunk most pairs that the towers work on at a time
     * @param width of the embeddings, {@code E}
     */
    ContrastiveStep(Backend backend, Arena arena, int chunk, int width) {
        this.backend = backend;
        this.arena = arena;
        this.chunk = chunk;
        this.width = width;
    }

    /** One tower: raw embeddings of the pairs {@code first} to before {@code first + count}, and the way back. */
    interface Tower {
        /** Whether there is no way back: the tower is locked whole. */
        boolean isLocked();

        Tensor forward(int first, int count);

        void backward(Tensor dRaw);
    }

    /** Embeddings of norm 1 of a whole batch, the norms they had, and the loss's gradient by them. */
    private record Embedded(Tensor rows, Tensor norms, Tensor gradient) {}

    /** Compares the embeddings of this replica's pairs with each other, or with those of other replicas as well. */
    interface Comparison {
        /** Loss of the batch, and its gradients by these embeddings: all {@code [B, E]}, the latter two replaced. */
        ContrastiveLoss.Result gradients(Tensor images, Tensor texts, Tensor dImages, Tensor dTexts);
    }

    /** Adds the gradients of the whole batch to those of the towers' parameters. */
    ContrastiveLoss.Result gradients(Tower images, Tower texts, int batch, Comparison comparison) {
        long mark = arena.mark();
        Embedded image = room(batch);
        Embedded text = room(batch);
        if (batch <= chunk) {
            normalize(images.forward(0, batch), image, 0);
            normalize(texts.forward(0, batch), text, 0);
        } else {
            embed(images, batch, image);
            embed(texts, batch, text);
        }
        ContrastiveLoss.Result result =
                comparison.gradients(image.rows(), text.rows(), image.gradient(), text.gradient());
        back(images, batch, image);
        back(texts, batch, text);
        arena.release(mark);
        return result;
    }

    private void back(Tower tower, int batch, Embedded of) {
        if (tower.isLocked()) {
            return;
        }
        if (batch <= chunk) {
            backward(tower, of, 0, batch);
        } else {
            again(tower, batch, of);
        }
    }

    private Embedded room(int batch) {
        return new Embedded(arena.takeFloats(batch, width), arena.takeFloats(batch), arena.takeFloats(batch, width));
    }

    private void embed(Tower tower, int batch, Embedded to) {
        for (int first = 0; first < batch; first += chunk) {
            long mark = arena.mark();
            normalize(tower.forward(first, Math.min(chunk, batch - first)), to, first);
            arena.release(mark);
        }
    }

    private void normalize(Tensor raw, Embedded to, int first) {
        long count = raw.shape().dimension(0);
        backend.l2Normalize(raw, rows(to.rows(), first, count), backend.view(to.norms(), first, Shape.of(count)));
    }

    private void again(Tower tower, int batch, Embedded of) {
        for (int first = 0; first < batch; first += chunk) {
            int count = Math.min(chunk, batch - first);
            long mark = arena.mark();
            tower.forward(first, count);
            backward(tower, of, first, count);
            arena.release(mark);
        }
    }

    private void backward(Tower tower, Embedded of, int first, int count) {
        long mark = arena.mark();
        Tensor dRaw = arena.take(count, width);
        backend.l2NormalizeBackward(
                rows(of.gradient(), first, count),
                rows(of.rows(), first, count),
                backend.view(of.norms(), first, Shape.of(count)),
                dRaw);
        tower.backward(dRaw);
        arena.release(mark);
    }

    private Tensor rows(Tensor matrix, int first, long count) {
        return backend.view(matrix, first * width, Shape.of(count, width));
    }
}
