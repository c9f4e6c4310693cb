package org.clipspark.job.data;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.clipspark.model.input.ClipBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The batches of one replica, decoded ahead by other threads through a bounded queue. Their order and content depend on the
 * samples alone.
 *
 * <p>A batch is always made of the samples that its number stands for. Those whose image cannot be decoded are left out of it
 * and counted, erased ones are left out too, so that where a batch begins never depends on the samples before it. One thread
 * uses and closes it.
 */
public final class BatchPrefetcher implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BatchPrefetcher.class);
    private static final int LEAST_BATCH = 2;

    private final PairEncoder encoder;
    private final BatchSettings settings;
    private final BatchOrder order;
    private final int stride;
    private final OrderedPipeline<Sample, Place> pipeline;
    private long number;
    private long skipped;

    /** What became of a sample. */
    private sealed interface Place permits Filled, LeftOut {}

    private record Filled(PairEncoder.Pair pair) implements Place {}

    private enum LeftOut implements Place {
        UNDECODABLE,
        ERASED
    }

    /**
     * Starts to decode.
     *
     * @param cursor where all replicas stand
     * @param share which replica this is
     * @param order batches of the epoch, of {@code settings.batchSize()} samples
     */
    public BatchPrefetcher(
            ShardReader shards,
            SampleCursor cursor,
            ReplicaShare share,
            BatchOrder order,
            PairEncoder encoder,
            BatchSettings settings) {
        if (order.batchSize() != settings.batchSize()) {
            throw new IllegalArgumentException("Expected an order of batches of " + settings.batchSize()
                    + " samples, got one of " + order.batchSize());
        }
        this.encoder = encoder;
        this.settings = settings;
        this.order = order;
        this.stride = share.replicas();
        this.number = cursor.batch() + share.replica();
        this.pipeline = new OrderedPipeline<>(
                shards.shuffled(cursor, share, order),
                sample -> place(sample, cursor),
                settings.decodeThreads(),
                Math.multiplyExact(settings.prefetchBatches(), settings.batchSize()));
    }

    private Place place(Sample sample, SampleCursor cursor) {
        if (sample.isErased()) {
            return LeftOut.ERASED;
        }
        Optional<PairEncoder.Pair> pair =
                encoder.encode(sample, cursor.seed(), cursor.epoch(), settings.contextLength());
        return pair.isPresent() ? new Filled(pair.get()) : LeftOut.UNDECODABLE;
    }

    /** Whether this replica has another batch in the epoch. */
    public boolean hasNext() {
        return number < order.batches();
    }

    /** Number of the next batch in the epoch. */
    public long number() {
        return number;
    }

    /**
     * The next batch; empty if fewer than the two pairs that a contrastive loss needs are left.
     *
     * @throws NoSuchElementException if there is none
     * @throws java.io.UncheckedIOException if a shard cannot be read
     * @throws IllegalStateException if the thread is interrupted while it waits
     */
    public Optional<ClipBatch> next() {
        if (!hasNext()) {
            throw new NoSuchElementException("All batches were given");
        }
        List<PairEncoder.Pair> pairs = collect(order.size(number));
        number += stride;
        if (pairs.size() < LEAST_BATCH) {
            return Optional.empty();
        }
        ClipBatch batch = new ClipBatch(pairs.size(), encoder.imageLength(), settings.contextLength());
        for (int i = 0; i < pairs.size(); i++) {
            PairEncoder.Pair pair = pairs.get(i);
            System.arraycopy(pair.image(), 0, batch.images(), i * batch.imageLength(), batch.imageLength());
            System.arraycopy(pair.text(), 0, batch.texts(), i * batch.contextLength(), batch.contextLength());
        }
        return Optional.of(batch);
    }

    private List<PairEncoder.Pair> collect(int samples) {
        List<PairEncoder.Pair> pairs = new ArrayList<>(samples);
        for (int i = 0; i < samples; i++) {
            Place place = pipeline.next()
                    .orElseThrow(() -> new IllegalStateException("The samples of batch " + number + " end too early"));
            if (place instanceof Filled filled) {
                pairs.add(filled.pair());
            } else if (place == LeftOut.UNDECODABLE) {
                skipped++;
            }
        }
        return pairs;
    }

    /** Samples that were left out so far because their image could not be decoded. */
    public long skipped() {
        return skipped;
    }

    /** Stops the threads; decoded batches are forgotten. */
    @Override
    public void close() {
        pipeline.close();
        if (skipped > 0) {
            log.warn("Left out {} samples whose image cannot be decoded", skipped);
        }
    }
}
