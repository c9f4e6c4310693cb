package org.clipspark.model;

import java.util.Arrays;
import java.util.List;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.FloatVector;
import org.clipspark.model.compute.Shape;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.loss.ContrastiveLoss;

/**
 * The loss of a batch that is spread over replicas, by the numbers of one replica with the whole of it (open_clip's
 * {@code gather_with_grad}): each replica gets the embeddings of all, works out the share of its own rows, and gets back
 * what the others' rows say about its embeddings. The embeddings travel as a sum to which a replica adds zeros beside its
 * own rows: adding zeros is exact, and needs neither room on the heap nor a bound on a message.
 */
final class GlobalBatch implements ContrastiveStep.Comparison {
    private final Backend backend;
    private final Arena arena;
    private final StepMemory memory;
    private final ReplicaSum replicas;
    private final ContrastiveLoss loss;
    private final ContrastiveLoss.Logits logits;

    GlobalBatch(
            Backend backend,
            Arena arena,
            StepMemory memory,
            ReplicaSum replicas,
            ContrastiveLoss loss,
            ContrastiveLoss.Logits logits) {
        this.backend = backend;
        this.arena = arena;
        this.memory = memory;
        this.replicas = replicas;
        this.loss = loss;
        this.logits = logits;
    }

    /** Where this replica's rows are among those of all. */
    private record Place(long first, long count, long batch) {}

    @Override
    public ContrastiveLoss.Result gradients(Tensor images, Tensor texts, Tensor dImages, Tensor dTexts) {
        long width = images.shape().dimension(1);
        Place place = place(images.shape().dimension(0));
        long mark = arena.mark();
        Tensor allImages = zeros(place, width);
        Tensor allTexts = zeros(place, width);
        backend.copy(images, mine(allImages, place));
        backend.copy(texts, mine(allTexts, place));
        sum(allImages, allTexts);
        Tensor dAllImages = arena.takeFloats(place.batch(), width);
        Tensor dAllTexts = arena.takeFloats(place.batch(), width);
        ContrastiveLoss.Part part = new ContrastiveLoss.Part(place.first(), place.count());
        ContrastiveLoss.Pairs pairs = new ContrastiveLoss.Pairs(allImages, allTexts, part);
        ContrastiveLoss.Result share = loss.gradients(backend, arena, pairs, logits, dAllImages, dAllTexts);
        sum(dAllImages, dAllTexts);
        backend.copy(mine(dAllImages, place), dImages);
        backend.copy(mine(dAllTexts, place), dTexts);
        arena.release(mark);
        return new ContrastiveLoss.Result(total(share.loss()), share.dLogitScale(), share.dLogitBias());
    }

    /** Takes part in the exchanges of a batch of which this replica has no row. */
    ContrastiveLoss.Result withoutRows(long width) {
        Place place = place(0);
        if (place.batch() == 0) {
            throw new IllegalArgumentException("A global batch needs a pair on at least one of its " + replicas.size()
                    + " replicas, got none on any");
        }
        long mark = arena.mark();
        Tensor images = zeros(place, width);
        Tensor texts = zeros(place, width);
        sum(images, texts);
        backend.fill(images, 0);
        backend.fill(texts, 0);
        sum(images, texts);
        arena.release(mark);
        return new ContrastiveLoss.Result(total(0), 0, 0);
    }

    private Place place(long count) {
        double[] counts = new double[replicas.size()];
        counts[replicas.rank()] = count;
        double[] all = replicas.sum(counts);
        long batch = (long) Arrays.stream(all).sum();
        if (batch > memory.globalPairs()) {
            throw new IllegalArgumentException("This model has memory for global batches of up to "
                    + memory.globalPairs() + ", got " + batch + " on " + replicas.size() + " replicas");
        }
        return new Place((long) Arrays.stream(all, 0, replicas.rank()).sum(), count, batch);
    }

    private Tensor zeros(Place place, long width) {
        Tensor rows = arena.takeFloats(place.batch(), width);
        backend.fill(rows, 0);
        return rows;
    }

    private Tensor mine(Tensor all, Place place) {
        long width = all.shape().dimension(1);
        return backend.view(all, place.first() * width, Shape.of(place.count(), width));
    }

    private void sum(Tensor images, Tensor texts) {
        replicas.sumInPlace(
                FloatVector.concatenation(List.of(FloatVector.of(backend, images), FloatVector.of(backend, texts))));
    }

    private double total(double share) {
        return replicas.sum(new double[] {share})[0];
    }
}
