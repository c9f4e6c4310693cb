package org.clipspark.prep.twin;

import java.util.List;
import java.util.Optional;
import org.clipspark.prep.shard.ShardSchema;

/**
 * Rows whose embeddings point the same way, after SemDeDup (Abbas et al. 2023, arXiv:2303.09540): embeddings fall into
 * k-means clusters, and of two rows of a cluster whose cosine is above 1 - {@code epsilon} the one nearer to the centroid
 * goes. A row without an embedding, or with one of another length than the first-found row's, is nobody's duplicate.
 *
 * <p>Clusters are found on the driver from at most 64 rows for each and 2^24 values in all, taken by a hash of their key.
 *
 * @param clusters K, 1 to 65,536; about one for a thousand rows keeps the comparisons few
 * @param epsilon above 0 and below 1
 * @param seed of the clusters
 * @param maxNeighbours rows of a cluster that a row is compared with, 1 to 100,000; leaving out more is logged and noted
 */
public record SemanticDuplicates(int clusters, double epsilon, long seed, int maxNeighbours) implements Duplicates {
    private static final int MOST_CLUSTERS = 1 << 16;

    /** Checks the ranges. */
    public SemanticDuplicates {
        if (clusters < 1 || clusters > MOST_CLUSTERS) {
            throw new IllegalArgumentException("clusters must be 1 to " + MOST_CLUSTERS + ", got " + clusters);
        }
        checkEpsilon(epsilon);
        Neighbours.check(maxNeighbours);
    }

    static void checkEpsilon(double epsilon) {
        if (!(epsilon > 0 && epsilon < 1)) {
            throw new IllegalArgumentException("epsilon must be above 0 and below 1, got " + epsilon);
        }
    }

    @Override
    public List<String> columns() {
        return List.of(ShardSchema.EMBEDDING);
    }

    @Override
    public Optional<String> prefer() {
        return Optional.empty();
    }
}
