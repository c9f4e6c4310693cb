package org.clipspark.prep;

import java.io.Serializable;
import org.clipspark.prep.shard.RowStatus;
import org.clipspark.prep.shard.ShardRow;
import org.clipspark.prep.shard.ShardSplit;
import org.clipspark.prep.source.PairOrigin;

/**
 * A row after all checks that need no other row.
 *
 * @param origin where it was found
 * @param split where it goes
 * @param row what is written
 */
record PreparedRow(PairOrigin origin, ShardSplit split, ShardRow row) implements Serializable {
    PreparedRow rejected(RowStatus reason) {
        return new PreparedRow(origin, split, row.rejected(reason));
    }

    boolean isAccepted() {
        return row.status().isSuccess();
    }
}
