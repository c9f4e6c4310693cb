package org.clipspark.job.suite.plan;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.clipspark.job.suite.cell.CellAddress;
import org.clipspark.job.suite.cell.Lineage;

/**
 * A cell to compute.
 *
 * @param address which one it is
 * @param prompts of its classes; {@link Prompts#NONE} for tasks without
 * @param classSubset labels between which alone images are classified, ascending; empty for all
 * @param labels classes of each image by key, where images have any number of them; else empty
 * @param lineage what its figures will follow from
 */
public record PlannedCell(
        CellAddress address,
        Prompts prompts,
        List<Integer> classSubset,
        Map<String, Set<Integer>> labels,
        Lineage lineage) {
    /** Copies the collections. */
    public PlannedCell {
        classSubset = List.copyOf(classSubset);
        labels = Map.copyOf(labels);
    }
}
