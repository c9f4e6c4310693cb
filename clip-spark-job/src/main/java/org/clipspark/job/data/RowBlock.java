package org.clipspark.job.data;

import java.util.List;
import java.util.function.IntFunction;

/** Row groups that are in memory together, and the order in which their rows are used. */
final class RowBlock {
    private final List<Draw> draws;
    private final int rows;
    private final IntFunction<int[]> order;

    private RowBlock(List<Draw> draws, IntFunction<int[]> order) {
        this.draws = List.copyOf(draws);
        this.rows = draws.stream().mapToInt(Draw::rows).reduce(0, Math::addExact);
        this.order = order;
    }

    /** A block whose rows are used as they lie. */
    static RowBlock asStored(List<Draw> draws) {
        return new RowBlock(draws, Permutation::ascending);
    }

    /** A block whose rows are used in a random order. */
    static RowBlock shuffled(List<Draw> draws, long seed) {
        return new RowBlock(draws, rows -> Permutation.of(rows, seed));
    }

    List<Draw> draws() {
        return draws;
    }

    int rows() {
        return rows;
    }

    /** Numbers of the block's rows in the order of use. */
    int[] order() {
        return order.apply(rows);
    }
}
