package org.clipspark.prep.stage;

import java.io.Serializable;
import org.clipspark.prep.shard.ShardRow;

/** A question about a row. */
public interface RowTest extends Serializable {
    /** Whether the row is meant; its image is not there. */
    boolean test(ShardRow row);
}
