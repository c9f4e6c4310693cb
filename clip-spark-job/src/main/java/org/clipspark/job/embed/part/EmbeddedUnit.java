package org.clipspark.job.embed.part;

import java.util.List;

/**
 * What becomes one part.
 *
 * @param range which rows or texts these are
 * @param rows with embeddings, in the order of the data set
 * @param skipped rows among them without one
 */
public record EmbeddedUnit(PartRange range, List<EmbeddedRow> rows, List<SkippedRow> skipped) {
    /** Copies the lists. */
    public EmbeddedUnit {
        rows = List.copyOf(rows);
        skipped = List.copyOf(skipped);
    }

    /** Embeddings of texts in it. */
    int texts() {
        return rows.stream().mapToInt(row -> row.texts().size()).sum();
    }
}
