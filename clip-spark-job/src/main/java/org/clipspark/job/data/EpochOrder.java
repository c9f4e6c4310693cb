package org.clipspark.job.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The order in which an epoch uses the rows of a split: row groups in random order, neighbours gathered into blocks,
 * rows of a block in random order. It depends on seed, epoch and manifest alone, never on the number of replicas.
 */
final class EpochOrder {
    // As much as the larger row groups that prep writes: a block costs no more memory than such a group, and small
    // groups are still mixed with others.
    static final long BLOCK_BYTES = 32L << 20;

    private EpochOrder() {}

    /** Blocks of a training epoch. */
    static List<RowBlock> shuffled(List<RowGroup> stored, long seed, int epoch) {
        List<RowGroup> groups = new ArrayList<>(stored);
        Collections.shuffle(groups, new Random(Seeds.mix(seed, epoch)));
        List<RowBlock> blocks = new ArrayList<>();
        List<RowGroup> gathered = new ArrayList<>();
        long bytes = 0;
        for (RowGroup group : groups) {
            if (!gathered.isEmpty() && bytes + group.bytes() > BLOCK_BYTES) {
                blocks.add(block(gathered, seed, epoch));
                gathered.clear();
                bytes = 0;
            }
            gathered.add(group);
            bytes += group.bytes();
        }
        if (!gathered.isEmpty()) {
            blocks.add(block(gathered, seed, epoch));
        }
        return blocks;
    }

    /** Blocks that give every row as stored. */
    static List<RowBlock> asStored(List<RowGroup> stored) {
        return stored.stream().map(group -> RowBlock.asStored(List.of(group))).toList();
    }

    private static RowBlock block(List<RowGroup> groups, long seed, int epoch) {
        return RowBlock.shuffled(groups, Seeds.mix(seed, epoch, groups.get(0).firstRow()));
    }
}
