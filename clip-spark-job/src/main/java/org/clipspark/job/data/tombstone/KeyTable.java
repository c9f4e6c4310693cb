package org.clipspark.job.data.tombstone;

import java.io.Serializable;
import java.util.OptionalInt;

/**
 * A set of 128-bit hashes by open addressing: at most 43 bytes a key where there are many. Hashes of that length stand for
 * their keys: among 10^10 rows and 10^8 keys a false match has a probability of about 10^-20.
 */
final class KeyTable implements Serializable {
    private static final long serialVersionUID = 1;
    private static final int LEAST_BITS = 6;
    /** Bounds the table to 1 GiB. */
    private static final int MOST_BITS = 26;

    private int bits = LEAST_BITS;
    private int size;
    // Both halves 0 mark a free slot: no key will ever have that hash.
    private long[] high = new long[1 << LEAST_BITS];
    private long[] low = new long[1 << LEAST_BITS];

    int size() {
        return size;
    }

    /** Slots, free ones included. */
    int slots() {
        return high.length;
    }

    /**
     * Adds a hash, unless it is there.
     *
     * @throws IllegalStateException if the table is full
     */
    void add(long newHigh, long newLow) {
        int slot = slot(newHigh, newLow);
        if (!isFree(slot)) {
            return;
        }
        if (size >= limit()) {
            grow();
            slot = slot(newHigh, newLow);
        }
        high[slot] = newHigh;
        low[slot] = newLow;
        size++;
    }

    /** Slot of a hash; empty if it is not in the set. */
    OptionalInt find(long wantedHigh, long wantedLow) {
        int slot = slot(wantedHigh, wantedLow);
        return isFree(slot) ? OptionalInt.empty() : OptionalInt.of(slot);
    }

    private int limit() {
        return high.length / 4 * 3;
    }

    private boolean isFree(int slot) {
        return high[slot] == 0 && low[slot] == 0;
    }

    /** Where a hash is, or would be. */
    private int slot(long wantedHigh, long wantedLow) {
        int slot = (int) (wantedHigh >>> (Long.SIZE - bits));
        while (!isFree(slot) && (high[slot] != wantedHigh || low[slot] != wantedLow)) {
            slot = (slot + 1) & (high.length - 1);
        }
        return slot;
    }

    private void grow() {
        if (bits == MOST_BITS) {
            throw new IllegalStateException(
                    "more than " + limit() + " keys: prepare the shards again without these rows");
        }
        long[] oldHigh = high;
        long[] oldLow = low;
        bits++;
        high = new long[1 << bits];
        low = new long[1 << bits];
        size = 0;
        for (int i = 0; i < oldHigh.length; i++) {
            if (oldHigh[i] != 0 || oldLow[i] != 0) {
                add(oldHigh[i], oldLow[i]);
            }
        }
    }
}
