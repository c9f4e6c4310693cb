package org.clipspark.job.suite.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.clipspark.job.embed.EmbeddedSet;
import org.clipspark.job.eval.outcome.ClassOutcomes;
import org.clipspark.job.suite.cell.Outcome;

/** Outcomes of a classification as they are kept. */
final class ClassRows {
    private ClassRows() {}

    /**
     * One outcome per image.
     *
     * @param label the label in the data set of a class in the outcomes
     */
    static List<Outcome> of(EmbeddedSet set, LabelledRows rows, ClassOutcomes outcomes, IntUnaryOperator label) {
        double[] confidences = outcomes.confidences();
        List<Outcome> kept = new ArrayList<>();
        for (int i = 0; i < outcomes.samples(); i++) {
            kept.add(new Outcome(
                    Outcome.Query.IMAGE,
                    set.keys().get(rows.rows()[i]),
                    0,
                    outcomes.rank(i),
                    label.applyAsInt(outcomes.label(i)),
                    label.applyAsInt(outcomes.predicted(i)),
                    confidences[i]));
        }
        return kept;
    }
}
