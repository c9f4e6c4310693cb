package org.clipspark.prep.twin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clipspark.prep.shard.ShardSchema;

/**
 * Rows that evaluation sets hold too; each is compared with every image of the sets. At least one way to compare is given.
 *
 * @param sets names of evaluation sets, together at most 500,000 rows
 * @param sameBytes whether equal SHA-256 counts
 * @param maxDistance bits in which the perceptual hashes, mirrored or not, differ at most; 0 to 95
 * @param epsilon the cosine of the embeddings is above 1 - epsilon; above 0 and below 1
 */
public record Contamination(
        List<String> sets, boolean sameBytes, Optional<Integer> maxDistance, Optional<Double> epsilon) {
    /** Checks the ranges. */
    public Contamination {
        sets = List.copyOf(sets);
        if (sets.isEmpty()) {
            throw new IllegalArgumentException("sets must name at least one evaluation set");
        }
        if (!sameBytes && maxDistance.isEmpty() && epsilon.isEmpty()) {
            throw new IllegalArgumentException("expected sameBytes: true, maxDistance or epsilon");
        }
        maxDistance.ifPresent(HashBands::checkDistance);
        epsilon.ifPresent(SemanticDuplicates::checkEpsilon);
    }

    /** Columns that the comparison reads. */
    public List<String> columns() {
        List<String> columns = new ArrayList<>();
        if (sameBytes) {
            columns.add(ShardSchema.SHA256);
        }
        maxDistance.ifPresent(any -> columns.add(ShardSchema.PERCEPTUAL_HASH));
        epsilon.ifPresent(any -> columns.add(ShardSchema.EMBEDDING));
        return columns;
    }
}
