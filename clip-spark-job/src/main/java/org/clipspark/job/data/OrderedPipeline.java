package org.clipspark.job.data;

import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Works on items ahead of their use on several threads, and gives the results in the order of the items: what comes out
 * never depends on timing. One thread uses and closes it.
 */
public final class OrderedPipeline<S, T> implements AutoCloseable {
    private static final long CLOSE_SECONDS = 10;

    // In the order of the items; an empty result marks the end.
    private final BlockingQueue<Future<Optional<T>>> results;
    private final ExecutorService workers;
    private final Thread reader;
    private boolean isEnded;

    /**
     * Starts at once.
     *
     * @param source is read by one thread of its own
     * @param work is done by several threads at once
     * @param threads at least 1
     * @param capacity most results that wait for their use, at least 1
     */
    public OrderedPipeline(Iterator<S> source, Function<S, T> work, int threads, int capacity) {
        results = new ArrayBlockingQueue<>(capacity);
        AtomicInteger number = new AtomicInteger();
        workers =
                Executors.newFixedThreadPool(threads, task -> daemon(task, "clip-decode-" + number.getAndIncrement()));
        reader = daemon(() -> read(source, work), "clip-read");
        reader.start();
    }

    /**
     * The next result, or empty after the last one.
     *
     * @throws RuntimeException what reading or work threw, at the place of its item
     * @throws IllegalStateException if the thread is interrupted while it waits
     */
    public Optional<T> next() {
        if (isEnded) {
            return Optional.empty();
        }
        try {
            Optional<T> result = results.take().get();
            isEnded = result.isEmpty();
            return result;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for samples", e);
        } catch (ExecutionException e) {
            isEnded = true;
            throw unwrapped(e);
        }
    }

    /** Stops all threads; what they had prepared is lost. */
    @Override
    public void close() {
        isEnded = true;
        reader.interrupt();
        workers.shutdownNow();
        results.clear();
        try {
            reader.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
            workers.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(Iterator<S> source, Function<S, T> work) {
        try {
            put(source, work);
        } catch (InterruptedException e) {
            // Closed: nobody waits for results any more.
            Thread.currentThread().interrupt();
        }
    }

    private void put(Iterator<S> source, Function<S, T> work) throws InterruptedException {
        try {
            while (source.hasNext()) {
                S item = source.next();
                results.put(workers.submit(() -> Optional.of(work.apply(item))));
            }
        } catch (RuntimeException | Error e) {
            // Whatever stops the reader has to reach the thread that waits for its results.
            results.put(CompletableFuture.failedFuture(e));
            return;
        }
        results.put(CompletableFuture.completedFuture(Optional.empty()));
    }

    private static RuntimeException unwrapped(ExecutionException e) {
        if (e.getCause() instanceof RuntimeException failure) {
            return failure;
        }
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return new IllegalStateException("A decode thread failed", e);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
