package org.clipspark.prep.stage;

import java.io.Serializable;
import java.util.Iterator;
import org.clipspark.prep.shard.ShardRow;
import org.clipspark.prep.source.SourcePair;

/** Makes rows of the pairs of a part: one row for each pair, accepted or rejected. */
public interface RowMaker extends Serializable {
    /** Rows in the order of the pairs; made as they are asked for. */
    Iterator<ShardRow> rows(Iterator<SourcePair> pairs);

    /** Rows again, of which the wanted ones are made anew from their addresses. */
    Iterator<ShardRow> again(Iterator<ShardRow> rows, RowTest wanted);
}
