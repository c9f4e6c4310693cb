package org.clipspark.job.data;

import java.util.ArrayList;
import java.util.List;

/**
 * One use of a row group in an epoch.
 *
 * @param group what is read
 * @param number tells the uses of a group in an epoch apart, so that each has its own random changes
 * @param rows how many of its rows are used, each once
 * @param seed of the choice of those rows
 */
record Draw(RowGroup group, int number, int rows, long seed) {
    /** A use of all rows. */
    static Draw whole(RowGroup group, int number) {
        return new Draw(group, number, group.rows(), 0);
    }

    /** The samples that this use gives, of all that are stored in the group. */
    List<Sample> of(List<Sample> stored) {
        if (rows == group.rows() && number == 0) {
            return stored;
        }
        int[] order = rows == group.rows() ? Permutation.ascending(rows) : Permutation.of(group.rows(), seed);
        List<Sample> used = new ArrayList<>(rows);
        for (int i = 0; i < rows; i++) {
            used.add(stored.get(order[i]).use(number));
        }
        return used;
    }
}
