package org.clipspark.job.embed;

import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.clipspark.job.embed.part.EmbeddingIdentity;
import org.clipspark.job.eval.Embeddings;

/**
 * Embeds data sets and texts on the executors, and keeps what was computed: embeddings that are there already are only
 * read, and what is missing or damaged is computed.
 */
public final class EmbeddingJob {
    /**
     * A job that keeps embeddings, each in a folder by the hash of its identity.
     *
     * @param cacheFolder a path that driver and executors share, or an address that Hadoop can open; created when needed
     */
    public EmbeddingJob(JavaSparkContext spark, String cacheFolder) {
        throw new UnsupportedOperationException(spark + cacheFolder);
    }

    /**
     * What the embeddings of a request would depend on; computes nothing.
     *
     * @throws IllegalArgumentException as for {@link #embed}
     */
    public EmbeddingIdentity identity(EmbeddingRequest request) {
        throw new UnsupportedOperationException(request.toString());
    }

    /**
     * Embeds the rows of a data set.
     *
     * @throws IllegalArgumentException if the checkpoint, a split or a column is not there
     * @throws java.io.UncheckedIOException if something cannot be read or written; names the file
     */
    public EmbeddedSet embed(EmbeddingRequest request) {
        throw new UnsupportedOperationException(request.toString());
    }

    /**
     * Embeds texts.
     *
     * @param checkpoint what {@link CheckpointSource#open} opens
     * @param vocabulary path of the tokenizer's vocabulary on the driver
     * @param batchSize texts that the encoder works on at once, at least 1
     * @param texts at least one, of any length
     * @return {@code [texts.size(), E]}
     * @throws IllegalArgumentException if there are no texts or no such checkpoint
     * @throws java.io.UncheckedIOException if something cannot be read or written; names the file
     */
    public Embeddings texts(String checkpoint, String vocabulary, int batchSize, List<String> texts) {
        throw new UnsupportedOperationException(checkpoint + vocabulary + batchSize + texts);
    }

    /** What all calls so far took. */
    public EmbeddingTimes times() {
        return EmbeddingTimes.NONE;
    }
}
