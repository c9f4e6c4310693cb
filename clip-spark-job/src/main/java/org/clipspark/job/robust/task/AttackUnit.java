package org.clipspark.job.robust.task;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.clipspark.job.data.ShardReader;
import org.clipspark.prep.shard.ShardSplit;

/**
 * Images that are attacked together. Units depend on the data alone, never on tasks or executors.
 *
 * @param number from 0
 * @param split part of the data set
 * @param from number of the first row, from 0
 * @param to number behind the last row
 */
record AttackUnit(int number, ShardSplit split, long from, long to) implements Serializable {
    /** Images of a unit. */
    static final int SIZE = 32;

    /** All units of the rows of a plan. */
    static List<AttackUnit> of(ShardReader shards, AttackPlan.Rows chosen) {
        List<AttackUnit> units = new ArrayList<>();
        for (ShardSplit split : chosen.split().splits()) {
            long rows = shards.rows(split);
            long from = 0;
            int taken = 0;
            for (long row = 0; row < rows; row++) {
                taken += chosen.scope().keeps(row, rows) ? 1 : 0;
                if (taken == SIZE || (row == rows - 1 && taken > 0)) {
                    units.add(new AttackUnit(units.size(), split, from, row + 1));
                    from = row + 1;
                    taken = 0;
                }
            }
        }
        return units;
    }
}
