package org.clipspark.prep;

import java.util.Iterator;
import org.clipspark.prep.shard.ShardRow;
import org.clipspark.prep.source.SourcePair;
import org.clipspark.prep.stage.RowMaker;

/**
 * Makes rows of pairs.
 *
 * @param settings of the checks
 */
record PairRows(PairPreparation.Settings settings) implements RowMaker {
    @Override
    public Iterator<ShardRow> rows(Iterator<SourcePair> pairs) {
        PairPreparation preparation = new PairPreparation(settings);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return pairs.hasNext();
            }

            @Override
            public ShardRow next() {
                return preparation.prepare(pairs.next());
            }
        };
    }

    @Override
    public Iterator<ShardRow> again(Iterator<ShardRow> rows) {
        return rows;
    }
}
