package org.clipspark.prep;

import java.io.Serializable;
import org.clipspark.prep.shard.ShardRow;
import org.clipspark.prep.shard.ShardSplit;

/**
 * A row of which everything is decided.
 *
 * @param split where it goes
 * @param row what is written
 */
record PreparedRow(ShardSplit split, ShardRow row) implements Serializable {
    boolean isAccepted() {
        return row.status().isSuccess();
    }
}
