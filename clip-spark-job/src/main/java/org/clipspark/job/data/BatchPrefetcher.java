package org.clipspark.job.data;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.clipspark.model.input.ClipBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Training batches, decoded ahead by other threads through a bounded queue. Their order and content depend on the samples
 * alone. A last incomplete batch is dropped, as open_clip does, unless it is the first: then it is given if it has the two
 * pairs that a contrastive loss needs.
 *
 * <p>A batch is always made of the same number of samples. Those whose image cannot be decoded are left out of it and
 * counted, so that where a batch begins never depends on the images before it. One thread uses and closes it.
 */
public final class BatchPrefetcher implements Iterator<ClipBatch>, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BatchPrefetcher.class);
    private static final int LEAST_BATCH = 2;

    private final PairEncoder encoder;
    private final BatchSettings settings;
    private final OrderedPipeline<Sample, Optional<PairEncoder.Pair>> pipeline;
    private List<PairEncoder.Pair> collected = List.of();
    private boolean isFirst;
    private long skipped;

    /**
     * Starts to decode.
     *
     * @param samples from the cursor's position on; used by another thread until this is closed
     * @param cursor gives seed and epoch, and whether an earlier batch was given
     */
    public BatchPrefetcher(Iterator<Sample> samples, SampleCursor cursor, PairEncoder encoder, BatchSettings settings) {
        this.encoder = encoder;
        this.settings = settings;
        this.isFirst = cursor.position() == 0;
        this.pipeline = new OrderedPipeline<>(
                samples,
                sample -> encoder.encode(sample, cursor.seed(), cursor.epoch(), settings.contextLength()),
                settings.decodeThreads(),
                Math.multiplyExact(settings.prefetchBatches(), settings.batchSize()));
    }

    /**
     * Whether there is another batch; waits until that is known.
     *
     * @throws java.io.UncheckedIOException if a shard cannot be read
     * @throws IllegalStateException if the thread is interrupted while it waits
     */
    @Override
    public boolean hasNext() {
        boolean isWhole = true;
        while (isWhole && collected.size() < LEAST_BATCH) {
            isWhole = collect();
        }
        return collected.size() >= LEAST_BATCH;
    }

    @Override
    public ClipBatch next() {
        if (!hasNext()) {
            throw new NoSuchElementException("All batches were given");
        }
        ClipBatch batch = new ClipBatch(collected.size(), encoder.imageLength(), settings.contextLength());
        for (int i = 0; i < collected.size(); i++) {
            PairEncoder.Pair pair = collected.get(i);
            System.arraycopy(pair.image(), 0, batch.images(), i * batch.imageLength(), batch.imageLength());
            System.arraycopy(pair.text(), 0, batch.texts(), i * batch.contextLength(), batch.contextLength());
        }
        collected = List.of();
        return batch;
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

    /** Takes the samples of one batch; false if they ended before it was complete. */
    private boolean collect() {
        List<PairEncoder.Pair> pairs = new ArrayList<>(settings.batchSize());
        int samples = 0;
        while (samples < settings.batchSize()) {
            Optional<Optional<PairEncoder.Pair>> next = pipeline.next();
            if (next.isEmpty()) {
                break;
            }
            samples++;
            next.get().ifPresentOrElse(pairs::add, () -> skipped++);
        }
        boolean isWhole = samples == settings.batchSize();
        collected = isWhole || isFirst ? pairs : List.of();
        isFirst = false;
        return isWhole;
    }
}
