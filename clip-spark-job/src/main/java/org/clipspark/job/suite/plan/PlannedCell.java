package org.clipspark.job.suite.plan;

import java.util.List;
import org.clipspark.job.suite.cell.CellAddress;
import org.clipspark.job.suite.cell.Lineage;

/**
 * A cell to compute.
 *
 * @param address which one it is
 * @param prompts of its classes; {@link Prompts#NONE} for tasks without
 * @param classSubset labels between which alone images are classified, ascending; empty for all
 * @param lineage what its figures will follow from
 */
public record PlannedCell(CellAddress address, Prompts prompts, List<Integer> classSubset, Lineage lineage) {
    /** Copies the list. */
    public PlannedCell {
        classSubset = List.copyOf(classSubset);
    }
}
