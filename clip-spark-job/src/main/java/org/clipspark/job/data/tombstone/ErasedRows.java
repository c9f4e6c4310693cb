package org.clipspark.job.data.tombstone;

import java.io.Serializable;
import java.util.Arrays;
import java.util.BitSet;
import org.clipspark.prep.shard.ShardSplit;

/** Rows of one shard that are erased. One thread fills it. */
public final class ErasedRows implements Serializable {
    private static final long serialVersionUID = 1;

    private final int source;
    private final ShardSplit split;
    private long rows;
    private int[] entries = new int[0];
    private int used;

    /** None so far. */
    public ErasedRows(int source, ShardSplit split) {
        this.source = source;
        this.split = split;
    }

    /** Counts a row if its key is listed. */
    public void add(Tombstones.Lookup lookup, byte[] key) {
        if (lookup.find(key, this::add)) {
            rows++;
        }
    }

    private void add(int entry) {
        if (used == entries.length) {
            entries = Arrays.copyOf(entries, Math.max(16, 2 * used));
        }
        entries[used++] = entry;
    }

    int source() {
        return source;
    }

    ShardSplit split() {
        return split;
    }

    long rows() {
        return rows;
    }

    /** Marks the entries of the lists that were found. */
    void mark(BitSet found) {
        for (int i = 0; i < used; i++) {
            found.set(entries[i]);
        }
    }
}
