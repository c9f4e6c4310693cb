package org.clipspark.job.embed.part;

import java.util.List;

/**
 * What becomes one part.
 *
 * @param rows with embeddings, in the order of the data set
 * @param skipped rows among them without one
 */
public record EmbeddedUnit(List<EmbeddedRow> rows, List<SkippedRow> skipped) {
    /** Copies the lists. */
    public EmbeddedUnit {
        rows = List.copyOf(rows);
        skipped = List.copyOf(skipped);
    }
}
