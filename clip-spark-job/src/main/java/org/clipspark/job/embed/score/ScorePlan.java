package org.clipspark.job.embed.score;

import java.io.Serializable;
import org.apache.spark.util.SerializableConfiguration;
import org.clipspark.job.data.tombstone.Tombstones;
import org.clipspark.job.embed.part.EmbeddingFolder;

/**
 * All that a task needs to know, sent to the executors once.
 *
 * @param embeddings of the rows
 * @param shards folder of the data set
 * @param imageColumn its column of images
 * @param tombstones its erased rows
 * @param output folder of the new data set
 * @param captions which captions count
 * @param hadoop settings of file systems
 */
record ScorePlan(
        EmbeddingFolder embeddings,
        String shards,
        String imageColumn,
        Tombstones tombstones,
        String output,
        CaptionChoice captions,
        SerializableConfiguration hadoop)
        implements Serializable {}
