package org.clipspark.job.robust.card;

import java.util.List;
import java.util.Optional;
import org.clipspark.job.eval.robustness.CorruptionScore;

/**
 * What corruptions do.
 *
 * @param clean accuracy on the same images without any
 * @param curves one for each corruption
 * @param score errors in relation to a reference, over the corruptions that both have
 */
public record CorruptionResult(Accuracy clean, List<CorruptionCurve> curves, Optional<CorruptionScore> score) {
    /** Copies the list. */
    public CorruptionResult {
        curves = List.copyOf(curves);
    }
}
