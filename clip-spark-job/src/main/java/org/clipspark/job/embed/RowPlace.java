package org.clipspark.job.embed;

import java.util.List;
import org.clipspark.job.data.Seeds;
import org.clipspark.prep.shard.ShardSplit;

/**
 * Where in its data set a row is, for {@link org.clipspark.job.data.ShardReader#rows}.
 *
 * @param split part of the data set
 * @param row number within the split, from 0
 */
public record RowPlace(ShardSplit split, long row) {
    /** In an order of their own, by which the splits have different seeds. */
    private static final List<ShardSplit> SPLITS = List.of(ShardSplit.TRAIN, ShardSplit.VALIDATION);

    /** The seed that an {@link ImageChange} gets for the row, from that of the request. */
    public long seed(long ofRequest) {
        return Seeds.mix(ofRequest, SPLITS.indexOf(split), row);
    }
}
