package org.clipspark.job.embed;

import org.clipspark.prep.shard.ShardSplit;

/**
 * Where in its data set a row is, for {@link org.clipspark.job.data.ShardReader#rows}.
 *
 * @param split part of the data set
 * @param row number within the split, from 0
 */
public record RowPlace(ShardSplit split, long row) {}
