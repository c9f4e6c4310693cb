package org.clipspark.prep;

import java.io.Serializable;
import java.util.Comparator;
import org.clipspark.prep.shard.PairOrigin;
import org.clipspark.prep.shard.ShardSplit;

/**
 * Place of a row in the global order. It depends on the row and the seed alone, so that the data set is the same whatever
 * the number of tasks; rows with the same key are neighbours, the first-found one first.
 *
 * @param split where the row goes
 * @param hash of seed and key, taken as unsigned
 * @param key name of the pair
 * @param origin where it was found
 */
record RowOrder(ShardSplit split, long hash, String key, PairOrigin origin) implements Serializable {
    static RowOrder of(long seed, PreparedRow row) {
        String key = row.row().key();
        return new RowOrder(row.split(), KeyHash.of(seed, key), key, row.row().origin());
    }

    /** Compares rows of the same split. */
    static final class Ascending implements Comparator<RowOrder>, Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        public int compare(RowOrder left, RowOrder right) {
            int byHash = Long.compareUnsigned(left.hash(), right.hash());
            if (byHash != 0) {
                return byHash;
            }
            int byKey = left.key().compareTo(right.key());
            return byKey != 0 ? byKey : left.origin().compareTo(right.origin());
        }
    }
}
