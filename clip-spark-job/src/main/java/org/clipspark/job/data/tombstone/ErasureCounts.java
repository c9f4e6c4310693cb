package org.clipspark.job.data.tombstone;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.clipspark.prep.shard.ShardSplit;

/**
 * What the lists of a run erase.
 *
 * @param keys that are listed
 * @param unknownKeys listed, but of no row
 * @param trainRows erased of each source's training split
 * @param validationRows erased of each source's validation split
 */
public record ErasureCounts(long keys, long unknownKeys, List<Long> trainRows, List<Long> validationRows) {
    /** Copies the lists. */
    public ErasureCounts {
        trainRows = List.copyOf(trainRows);
        validationRows = List.copyOf(validationRows);
    }

    /**
     * Adds up what was found in all shards.
     *
     * @param sources how many there are
     */
    public static ErasureCounts of(Tombstones tombstones, List<ErasedRows> shards, int sources) {
        BitSet found = new BitSet(tombstones.slots());
        shards.forEach(shard -> shard.mark(found));
        return new ErasureCounts(
                tombstones.keys(),
                tombstones.keys() - found.cardinality(),
                rows(shards, ShardSplit.TRAIN, sources),
                rows(shards, ShardSplit.VALIDATION, sources));
    }

    private static List<Long> rows(List<ErasedRows> shards, ShardSplit split, int sources) {
        return IntStream.range(0, sources)
                .mapToObj(source -> shards.stream()
                        .filter(shard -> shard.source() == source && shard.split() == split)
                        .mapToLong(ErasedRows::rows)
                        .sum())
                .toList();
    }

    /** Rows erased of the training splits of all sources. */
    public long train() {
        return trainRows.stream().mapToLong(Long::longValue).sum();
    }

    /** Rows erased of the validation splits of all sources. */
    public long validation() {
        return validationRows.stream().mapToLong(Long::longValue).sum();
    }
}
