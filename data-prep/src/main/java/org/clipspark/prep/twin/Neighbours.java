package org.clipspark.prep.twin;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The latest entries of a run of entries, at most so many, so that a crowded bucket costs bounded memory and time.
 *
 * @param <T> entry
 */
final class Neighbours<T> {
    private static final int MOST = 100_000;

    private final int capacity;
    private final Deque<T> latest = new ArrayDeque<>();
    private long seen;

    Neighbours(int capacity) {
        this.capacity = capacity;
    }

    static void check(int maxNeighbours) {
        if (maxNeighbours < 1 || maxNeighbours > MOST) {
            throw new IllegalArgumentException("maxNeighbours must be 1 to " + MOST + ", got " + maxNeighbours);
        }
    }

    void clear() {
        latest.clear();
        seen = 0;
    }

    void add(T entry) {
        if (latest.size() == capacity) {
            latest.removeFirst();
        }
        latest.addLast(entry);
        seen++;
    }

    /** From the oldest to the newest. */
    Iterable<T> entries() {
        return latest;
    }

    /** Entries since {@link #clear} that are no longer here. */
    long forgotten() {
        return seen - latest.size();
    }
}
