package org.clipspark.job.suite.plan;

import java.util.List;
import org.clipspark.job.embed.EmbeddingRequest;
import org.clipspark.job.suite.settings.DatasetSettings;

/**
 * All cells of a checkpoint on a data set: they share its embeddings.
 *
 * @param checkpoint what is evaluated
 * @param dataset what it is evaluated on
 * @param request for the embeddings
 * @param cells in the order of tasks and languages
 */
public record DatasetPlan(
        SuiteCheckpoint checkpoint, DatasetSettings dataset, EmbeddingRequest request, List<PlannedCell> cells) {
    /** Copies the list. */
    public DatasetPlan {
        cells = List.copyOf(cells);
    }

    /** The same with some of the cells. */
    public DatasetPlan withCells(List<PlannedCell> some) {
        return new DatasetPlan(checkpoint, dataset, request, some);
    }
}
