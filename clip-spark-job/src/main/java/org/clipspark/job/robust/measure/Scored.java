package org.clipspark.job.robust.measure;

import java.util.List;
import org.clipspark.job.embed.EmbeddedSet;
import org.clipspark.job.eval.Embeddings;
import org.clipspark.job.eval.ZeroShot;
import org.clipspark.job.eval.outcome.ClassOutcomes;
import org.clipspark.job.suite.measure.LabelledRows;

/**
 * A data set with what its images were taken for; the i-th outcome is of the i-th row.
 *
 * @param set rows with embeddings of their images
 * @param outcomes of all rows
 */
record Scored(EmbeddedSet set, ClassOutcomes outcomes) {
    /** Classifies all rows of a set, each of which must have a class. */
    static Scored of(EmbeddedSet set, Embeddings classifier) {
        LabelledRows rows = LabelledRows.of(set, List.of());
        return new Scored(set, new ZeroShot(classifier, rows.labels()).outcomes(rows.images()));
    }

    /** The classes that the images were taken for. */
    int[] predicted() {
        int[] predicted = new int[outcomes.samples()];
        for (int i = 0; i < predicted.length; i++) {
            predicted[i] = outcomes.predicted(i);
        }
        return predicted;
    }
}
