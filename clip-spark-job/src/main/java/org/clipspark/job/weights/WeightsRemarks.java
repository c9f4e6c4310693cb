package org.clipspark.job.weights;

import java.util.List;

/**
 * What a user should know of weights that were read.
 *
 * @param resized tables of positions that were made to fit, each with both shapes
 * @param warnings what looks like a mistake, each with the way to mend it
 */
public record WeightsRemarks(List<String> resized, List<String> warnings) {
    /** Copies the lists. */
    public WeightsRemarks {
        resized = List.copyOf(resized);
        warnings = List.copyOf(warnings);
    }
}
