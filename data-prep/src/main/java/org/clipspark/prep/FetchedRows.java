package org.clipspark.prep;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;
import org.clipspark.prep.fetch.FetchConfig;
import org.clipspark.prep.fetch.FetchOutcome;
import org.clipspark.prep.fetch.FetchWindow;
import org.clipspark.prep.fetch.Fetcher;
import org.clipspark.prep.shard.ShardRow;
import org.clipspark.prep.source.SourcePair;

/**
 * Rows of pairs, in their order: while one is made, the images of those behind it are on their way. Pairs that need no
 * fetching wait in line with the others.
 */
final class FetchedRows implements Iterator<ShardRow> {
    /** Look-ahead of one task: enough that a slow host does not empty the connections that all tasks share. */
    private static final int ROWS_PER_CONNECTION = 8;

    private static final long BYTES_AHEAD = 64L << 20;

    private final Iterator<SourcePair> pairs;
    private final PairPreparation preparation;
    private final FetchWindow<SourcePair> window;
    /** Pairs that were read, in order; an empty place stands for the next one of the window. */
    private final Deque<Optional<SourcePair>> line = new ArrayDeque<>();

    private boolean isHeldUp;

    FetchedRows(Iterator<SourcePair> pairs, PairPreparation preparation, FetchConfig config, long maxBytes) {
        this.pairs = pairs;
        this.preparation = preparation;
        Fetcher fetcher = Fetcher.shared(config, maxBytes);
        window = new FetchWindow<>(
                fetcher,
                new Linked(),
                pair -> pair.text().url(),
                ROWS_PER_CONNECTION * config.connections(),
                BYTES_AHEAD);
        // A task that fails or is killed must not leave its requests to the tasks behind it.
        Optional.ofNullable(TaskContext.get())
                .ifPresent(task -> task.addTaskCompletionListener((TaskCompletionListener) done -> window.close()));
    }

    @Override
    public boolean hasNext() {
        // Asking the window makes it read, and what needs no fetching is then in the line.
        return !line.isEmpty() || window.hasNext() || !line.isEmpty();
    }

    @Override
    public ShardRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Optional<SourcePair> first = line.remove();
        if (first.isPresent()) {
            isHeldUp = false;
            return preparation.prepare(first.get());
        }
        FetchWindow.Row<SourcePair> row = window.next();
        if (row.outcome() instanceof FetchOutcome.Fetched fetched) {
            return preparation.prepare(row.item().with(fetched.image()));
        }
        FetchOutcome.Failed failed = (FetchOutcome.Failed) row.outcome();
        return preparation.failed(row.item(), failed.status());
    }

    /** The pairs that are to be fetched; reading them puts the others into the line. */
    private final class Linked implements Iterator<SourcePair> {
        private Optional<SourcePair> next = Optional.empty();

        @Override
        public boolean hasNext() {
            while (next.isEmpty() && !isHeldUp && pairs.hasNext()) {
                SourcePair pair = pairs.next();
                if (preparation.isWorthFetching(pair)) {
                    next = Optional.of(pair);
                    line.add(Optional.empty());
                } else {
                    line.add(Optional.of(pair));
                    // A pair with an image takes memory: nothing is read behind it before it is used.
                    isHeldUp = !pair.image().isEmpty();
                }
            }
            return next.isPresent();
        }

        @Override
        public SourcePair next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            SourcePair pair = next.orElseThrow();
            next = Optional.empty();
            return pair;
        }
    }
}
