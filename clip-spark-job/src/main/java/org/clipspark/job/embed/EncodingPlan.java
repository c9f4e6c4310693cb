package org.clipspark.job.embed;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.util.SerializableConfiguration;
import org.clipspark.job.data.Vocabulary;
import org.clipspark.job.embed.part.EmbeddingFolder;

/**
 * All that a task needs to know, sent to the executors once.
 *
 * @param checkpoint whose encoders are used
 * @param vocabulary of the tokenizer
 * @param tokenizer hash of the tokenizer
 * @param rows where rows come from, and what is done to them
 * @param batchSize images or texts that the encoders work on at once
 * @param folder that receives the parts
 * @param hadoop settings of file systems
 */
record EncodingPlan(
        CheckpointSource checkpoint,
        Vocabulary vocabulary,
        String tokenizer,
        RowSource rows,
        int batchSize,
        EmbeddingFolder folder,
        SerializableConfiguration hadoop)
        implements Serializable {
    /**
     * Where rows come from.
     *
     * @param shards folder of the data set; empty for texts alone
     * @param contentHash of its manifest
     * @param tombstones hash of its list of erased rows, empty without one
     * @param scope how many rows, and whether with captions
     * @param columns further columns to keep
     * @param change what is done to each image
     * @param seed of the change
     */
    record RowSource(
            String shards,
            String contentHash,
            String tombstones,
            RowScope scope,
            List<String> columns,
            ImageChange change,
            long seed)
            implements Serializable {
        /** No rows. */
        static final RowSource NONE = new RowSource("", "", "", RowScope.ALL, List.of(), ImageChange.NONE, 0);
    }

    /** By what encoders that stay warm between tasks are found. */
    String encoderKey() {
        return String.join(" ", checkpoint.contentHash(), tokenizer, String.valueOf(batchSize));
    }
}
