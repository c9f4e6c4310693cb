package org.clipspark.job.embed.search;

import java.util.List;
import org.clipspark.job.embed.part.EmbeddingVector;

/** Finds the images of a folder of embeddings that are most similar to queries. */
public sealed interface EmbeddingSearch extends AutoCloseable permits ExactSearch, ApproximateSearch {
    /**
     * The most similar images, the best first.
     *
     * @param queries embeddings of the folder's checkpoint, of unit length
     * @param count how many are wanted, at least 1; fewer where there are not as many
     * @return for each query
     * @throws IllegalArgumentException if a query has another width than the embeddings
     * @throws java.io.UncheckedIOException if the embeddings or their index cannot be read
     */
    List<List<SearchHit>> search(List<EmbeddingVector> queries, int count);

    @Override
    void close();
}
