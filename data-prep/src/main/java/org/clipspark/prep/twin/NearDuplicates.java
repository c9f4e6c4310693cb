package org.clipspark.prep.twin;

import java.util.List;
import java.util.Optional;
import org.clipspark.prep.shard.ShardSchema;

/**
 * Rows whose perceptual hashes, or that of the one and the mirrored one of the other, differ in few bits, and rows that
 * such pairs connect.
 *
 * <p>Every pair within the distance is found, unless more than {@code maxNeighbours} hashes share a band, which is logged
 * and noted: see {@link HashBands}. Nothing grows with the data set on the driver: it
 * joins up to 200,000 pairs to groups itself, and more are left to the executors.
 *
 * @param maxDistance bits, 0 to 95
 * @param bands pieces that a hash of 256 bits is cut into: 8, 16, 32 or 64; more bands find more candidates to compare
 *     and fewer probes for each
 * @param maxNeighbours hashes that share a band with one and are compared with it, 1 to 100,000
 * @param prefer as in {@link Duplicates}
 */
public record NearDuplicates(int maxDistance, int bands, int maxNeighbours, Optional<String> prefer)
        implements Duplicates {
    /** Checks the ranges. */
    public NearDuplicates {
        HashBands.of(maxDistance, bands);
        Neighbours.check(maxNeighbours);
    }

    @Override
    public List<String> columns() {
        return List.of(ShardSchema.PERCEPTUAL_HASH);
    }
}
