package org.clipspark.job.data;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Row groups that are in memory together, and the order in which their rows are used. */
final class RowBlock {
    private final List<RowGroup> groups;
    private final int rows;
    private final IntFunction<int[]> order;

    private RowBlock(List<RowGroup> groups, IntFunction<int[]> order) {
        this.groups = List.copyOf(groups);
        this.rows = groups.stream().mapToInt(RowGroup::rows).reduce(0, Math::addExact);
        this.order = order;
    }

    /** A block whose rows are used as they lie. */
    static RowBlock asStored(List<RowGroup> groups) {
        return new RowBlock(groups, RowBlock::ascending);
    }

    /** A block whose rows are used in a random order. */
    static RowBlock shuffled(List<RowGroup> groups, long seed) {
        return new RowBlock(groups, rows -> permutation(rows, new SplittableRandom(seed)));
    }

    List<RowGroup> groups() {
        return groups;
    }

    int rows() {
        return rows;
    }

    /** Numbers of the block's rows in the order of use. */
    int[] order() {
        return order.apply(rows);
    }

    private static int[] ascending(int rows) {
        return IntStream.range(0, rows).toArray();
    }

    private static int[] permutation(int rows, SplittableRandom random) {
        int[] order = ascending(rows);
        for (int i = rows - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int moved = order[i];
            order[i] = order[other];
            order[other] = moved;
        }
        return order;
    }
}
