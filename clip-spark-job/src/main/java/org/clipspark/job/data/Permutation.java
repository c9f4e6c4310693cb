package org.clipspark.job.data;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Orders of the rows that are in memory together. */
final class Permutation {
    private Permutation() {}

    /** {@code 0} to {@code rows - 1}. */
    static int[] ascending(int rows) {
        return IntStream.range(0, rows).toArray();
    }

    /** The same numbers in a random order. */
    static int[] of(int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
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
