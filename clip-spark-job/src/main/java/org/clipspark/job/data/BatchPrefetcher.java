package org.clipspark.job.data;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.clipspark.model.input.ClipBatch;

/**
 * Training batches, decoded ahead by other threads through a bounded queue. Their order and content depend on the samples
 * alone. A last incomplete batch is dropped, as open_clip does, unless it is the first: then it is given if it has the two
 * pairs that a contrastive loss needs.
 */
public final class BatchPrefetcher implements Iterator<ClipBatch>, AutoCloseable {
    private final PairEncoder encoder;
    private final BatchSettings settings;
    private final BlockingQueue<Future<Optional<PairEncoder.Pair>>> queue;
    private final ExecutorService decoders;
    private final Thread reader;
    private final Future<Optional<PairEncoder.Pair>> end = new CompletableFuture<>();
    private final List<PairEncoder.Pair> collected = new ArrayList<>();
    private boolean first;
    private boolean ended;

    /**
     * Starts to decode.
     *
     * @param samples from the cursor's position on; used by another thread until this is closed
     * @param cursor gives seed and epoch, and whether an earlier batch was given
     */
    public BatchPrefetcher(Iterator<Sample> samples, SampleCursor cursor, PairEncoder encoder, BatchSettings settings) {
        this.encoder = encoder;
        this.settings = settings;
        this.first = cursor.position() == 0;
        this.queue = new ArrayBlockingQueue<>(Math.multiplyExact(settings.prefetchBatches(), settings.batchSize()));
        this.decoders = Executors.newFixedThreadPool(settings.decodeThreads(), task -> daemon(task, "clip-decoder"));
        this.reader = daemon(() -> readAll(samples, cursor), "clip-reader");
        reader.start();
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private void readAll(Iterator<Sample> samples, SampleCursor cursor) {
        try {
            try {
                while (samples.hasNext()) {
                    Sample sample = samples.next();
                    queue.put(decoders.submit(
                            () -> encoder.encode(sample, cursor.seed(), cursor.epoch(), settings.contextLength())));
                }
                queue.put(end);
            } catch (RuntimeException e) {
                // Handed to the consumer, in its place of the order.
                queue.put(CompletableFuture.failedFuture(e));
            }
        } catch (InterruptedException e) {
            // Closed: nobody waits for more.
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean hasNext() {
        while (!ended && collected.size() < settings.batchSize()) {
            Future<Optional<PairEncoder.Pair>> next = take();
            if (next == end) {
                ended = true;
            } else {
                value(next).ifPresent(collected::add);
            }
        }
        return collected.size() == settings.batchSize() || (first && collected.size() >= 2);
    }

    private Future<Optional<PairEncoder.Pair>> take() {
        try {
            return queue.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException("Interrupted while waiting for a batch", e);
        }
    }

    private static Optional<PairEncoder.Pair> value(Future<Optional<PairEncoder.Pair>> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException("Interrupted while waiting for a batch", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new CompletionException("Cannot prepare a batch", e);
        }
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
        collected.clear();
        first = false;
        return batch;
    }

    /** Stops the threads; decoded batches are forgotten. */
    @Override
    public void close() {
        reader.interrupt();
        decoders.shutdownNow();
    }
}
