package org.clipspark.prep;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import org.clipspark.prep.shard.ShardRow;
import org.clipspark.prep.source.SourcePair;
import org.clipspark.prep.stage.RowTest;

/** Rows in their order, the wanted ones made anew. */
final class RetriedRows implements Iterator<ShardRow> {
    /** Rows that are read ahead of the one that is asked for, with their images. */
    private static final int MOST_AHEAD = 256;

    private final Iterator<ShardRow> rows;
    private final RowTest wanted;
    private final Iterator<ShardRow> retried;
    /** Rows that were read, in order; an empty place stands for the next one that is tried again. */
    private final Deque<Optional<ShardRow>> line = new ArrayDeque<>();

    private final Deque<SourcePair> waiting = new ArrayDeque<>();

    RetriedRows(Iterator<ShardRow> rows, RowTest wanted, Function<Iterator<SourcePair>, Iterator<ShardRow>> maker) {
        this.rows = rows;
        this.wanted = wanted;
        retried = maker.apply(new Failed());
    }

    @Override
    public boolean hasNext() {
        return !line.isEmpty() || rows.hasNext();
    }

    @Override
    public ShardRow next() {
        if (line.isEmpty()) {
            read();
        }
        Optional<ShardRow> first = line.remove();
        return first.orElseGet(retried::next);
    }

    private void read() {
        ShardRow row = rows.next();
        boolean isWanted = wanted.test(row);
        line.add(isWanted ? Optional.empty() : Optional.of(row));
        if (isWanted) {
            waiting.add(SourcePair.again(row));
        }
    }

    /** Reads ahead for rows to try again, a bounded number of rows. */
    private final class Failed implements Iterator<SourcePair> {
        @Override
        public boolean hasNext() {
            while (waiting.isEmpty() && rows.hasNext() && line.size() < MOST_AHEAD) {
                read();
            }
            return !waiting.isEmpty();
        }

        @Override
        public SourcePair next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return waiting.remove();
        }
    }
}
