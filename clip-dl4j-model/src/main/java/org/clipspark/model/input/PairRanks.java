package org.clipspark.model.input;

import java.util.Arrays;

/** Which token two neighbouring tokens merge into: an open-addressing map without objects. */
final class PairRanks {
    /** Answer for two tokens that do not merge; larger than any token. */
    static final int NONE = Integer.MAX_VALUE;

    private static final long EMPTY = -1;

    private final long[] keys;
    private final int[] values;
    private final int mask;

    /** A map with room for that many merges. */
    PairRanks(int merges) {
        // A quarter full at most: a miss, the usual answer, then costs little more than one probe.
        int capacity = Integer.highestOneBit(Math.max(16, 2 * merges)) * 4;
        keys = new long[capacity];
        Arrays.fill(keys, EMPTY);
        values = new int[capacity];
        mask = capacity - 1;
    }

    /** Adds a merge; ids are not negative. */
    void put(int left, int right, int merged) {
        int slot = slot(left, right);
        keys[slot] = key(left, right);
        values[slot] = merged;
    }

    /** The merged token, or {@link #NONE}; of two merges the one with the smaller token comes first. */
    int merged(int left, int right) {
        int slot = slot(left, right);
        return keys[slot] == EMPTY ? NONE : values[slot];
    }

    private int slot(int left, int right) {
        long key = key(left, right);
        int slot = (int) ((key * 0x9E3779B97F4A7C15L) >>> 40) & mask;
        while (keys[slot] != key && keys[slot] != EMPTY) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private static long key(int left, int right) {
        return ((long) left << 32) | right;
    }
}
