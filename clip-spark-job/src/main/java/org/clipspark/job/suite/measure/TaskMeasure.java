package org.clipspark.job.suite.measure;

import org.clipspark.job.embed.EmbeddedSet;
import org.clipspark.job.suite.cell.Measured;

/** A task on a data set; a function of the embeddings and of what it was made with. */
public sealed interface TaskMeasure
        permits ClassificationMeasure,
                MultiLabelMeasure,
                RetrievalMeasure,
                SelectionMeasure,
                ProbeMeasure,
                OutlierMeasure {
    /**
     * Measures.
     *
     * @throws IllegalArgumentException if the data set lacks what the task needs, such as classes; the message says what
     */
    Measured of(EmbeddedSet set);
}
