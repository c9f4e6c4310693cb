package org.clipspark.prep.fetch;

import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.clipspark.prep.fetch.FetchOutcome.Fetched;

/**
 * Fetches ahead of its reader and hands out rows in their order. Not for use by several threads.
 *
 * <p>Memory: a row is begun only while the bytes that are held, plus those that rows on their way are expected to bring
 * by the mean of the rows before, stay below the bound. So it is kept in the mean; images far above the mean exceed it
 * by their own size.
 *
 * @param <T> a row that has a url
 */
public final class FetchWindow<T> implements Iterator<FetchWindow.Row<T>>, AutoCloseable {
    /** Of a row before anything is known: a usual photograph of the web. */
    private static final long FIRST_GUESS_BYTES = 65_536;

    /** Rows for which the guess counts beside what they brought. */
    private static final long GUESS_WEIGHT = 8;

    private final Fetcher fetcher;
    private final Iterator<T> items;
    private final Function<T, String> url;
    private final int maxRows;
    private final long maxBytes;
    private final Deque<Pending<T>> pending = new ArrayDeque<>();
    private final AtomicLong arrivedRows = new AtomicLong();
    private final AtomicLong arrivedBytes = new AtomicLong();
    private long begunRows;
    private long releasedBytes;
    private boolean isClosed;

    /**
     * Begins with the first row that is read.
     *
     * @param items read as far ahead as the bounds allow
     * @param url of an item
     * @param maxRows most rows ahead of the reader; the larger, the less a slow host holds up the others
     * @param maxBytes of images that wait for the reader; one row is always begun
     */
    public FetchWindow(Fetcher fetcher, Iterator<T> items, Function<T, String> url, int maxRows, long maxBytes) {
        if (maxRows < 1 || maxBytes < 1) {
            throw new IllegalArgumentException(
                    "maxRows and maxBytes must be positive, got " + maxRows + " and " + maxBytes);
        }
        this.fetcher = fetcher;
        this.items = items;
        this.url = url;
        this.maxRows = maxRows;
        this.maxBytes = maxBytes;
    }

    @Override
    public boolean hasNext() {
        return !isClosed && (!pending.isEmpty() || items.hasNext());
    }

    /**
     * The next row, waited for.
     *
     * @throws UncheckedIOException if the thread is interrupted, as a killed task is; all requests are ended then
     * @throws NoSuchElementException if there is none or this is closed
     */
    @Override
    public Row<T> next() {
        if (!hasNext()) {
            throw new NoSuchElementException("No more rows");
        }
        fill();
        Pending<T> head = pending.element();
        FetchOutcome outcome = await(head.counted());
        pending.remove();
        releasedBytes += bytes(outcome);
        fill();
        return new Row<>(head.item(), outcome);
    }

    /** Ends the requests of all rows that were not handed out. */
    @Override
    public void close() {
        isClosed = true;
        pending.forEach(row -> row.outcome().cancel(false));
        pending.clear();
    }

    private void fill() {
        while (pending.size() < maxRows && (pending.isEmpty() || hasRoom()) && items.hasNext()) {
            T item = items.next();
            CompletableFuture<FetchOutcome> outcome = fetcher.fetch(url.apply(item));
            begunRows++;
            CompletableFuture<FetchOutcome> counted = outcome.whenComplete((arrived, thrown) -> {
                if (arrived != null) {
                    arrivedBytes.addAndGet(bytes(arrived));
                }
                arrivedRows.incrementAndGet();
            });
            pending.add(new Pending<>(item, outcome, counted));
        }
    }

    private boolean hasRoom() {
        long rows = arrivedRows.get();
        long bytes = arrivedBytes.get();
        double mean = (bytes + (double) GUESS_WEIGHT * FIRST_GUESS_BYTES) / (rows + GUESS_WEIGHT);
        return bytes - releasedBytes + (begunRows - rows + 1) * mean <= maxBytes;
    }

    private FetchOutcome await(CompletableFuture<FetchOutcome> outcome) {
        try {
            return outcome.get();
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException("interrupted while fetching"));
        } catch (ExecutionException | CancellationException e) {
            close();
            throw new IllegalStateException("A fetch ended without an outcome", e);
        }
    }

    private static long bytes(FetchOutcome outcome) {
        return outcome instanceof Fetched fetched ? fetched.image().array().length : 0;
    }

    /**
     * An item with what came of its url.
     *
     * @param <T> as given
     */
    public record Row<T>(T item, FetchOutcome outcome) {}

    /** The first future ends the request when it is cancelled, the second is complete when its bytes are counted. */
    private record Pending<T>(
            T item, CompletableFuture<FetchOutcome> outcome, CompletableFuture<FetchOutcome> counted) {}
}
