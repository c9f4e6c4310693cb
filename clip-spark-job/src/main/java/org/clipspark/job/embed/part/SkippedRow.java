package org.clipspark.job.embed.part;

import java.io.Serializable;
import org.clipspark.prep.shard.ShardSplit;

/**
 * A row without an embedding, because its image cannot be decoded.
 *
 * @param split part of the data set
 * @param row number within the split, from 0
 * @param key its name
 * @param reason what was wrong: the kind, and what was found
 */
public record SkippedRow(ShardSplit split, long row, String key, String reason) implements Serializable {}
