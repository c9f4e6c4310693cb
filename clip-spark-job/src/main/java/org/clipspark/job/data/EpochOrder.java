package org.clipspark.job.data;

import java.util.ArrayList;
import java.util.List;

/**
 * The order in which an epoch uses the rows of a split: row groups as an {@link EpochSampling} draws them, neighbours
 * gathered into blocks, rows of a block in random order. It depends on seed, epoch, manifests and weights alone, never on
 * the number of replicas.
 */
final class EpochOrder {
    // As much as the larger row groups that prep writes: a block costs no more memory than such a group, and small
    // groups are still mixed with others.
    static final long BLOCK_BYTES = 32L << 20;

    private EpochOrder() {}

    /** Blocks of a training epoch. */
    static List<RowBlock> shuffled(List<Draw> draws, long seed, int epoch) {
        List<RowBlock> blocks = new ArrayList<>();
        List<Draw> gathered = new ArrayList<>();
        long bytes = 0;
        for (Draw draw : draws) {
            if (!gathered.isEmpty() && bytes + draw.group().bytes() > BLOCK_BYTES) {
                blocks.add(block(gathered, seed, epoch));
                gathered.clear();
                bytes = 0;
            }
            gathered.add(draw);
            bytes += draw.group().bytes();
        }
        if (!gathered.isEmpty()) {
            blocks.add(block(gathered, seed, epoch));
        }
        return blocks;
    }

    /** Blocks that give every row as stored. */
    static List<RowBlock> asStored(List<RowGroup> stored) {
        return stored.stream()
                .map(group -> RowBlock.asStored(List.of(Draw.whole(group, 0))))
                .toList();
    }

    private static RowBlock block(List<Draw> draws, long seed, int epoch) {
        Draw first = draws.get(0);
        return RowBlock.shuffled(draws, Seeds.ofUse(seed, epoch, first.group().firstRow(), first.number()));
    }
}
