package org.clipspark.job.suite.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.clipspark.job.embed.EmbeddedSet;
import org.clipspark.job.eval.Embeddings;

/** Images of a data set with the number of their class. */
public final class LabelledRows {
    private final Embeddings images;
    private final int[] rows;
    private final int[] labels;

    private LabelledRows(Embeddings images, int[] rows, int[] labels) {
        this.images = images;
        this.rows = rows;
        this.labels = labels;
    }

    /**
     * The rows of some classes.
     *
     * @param subset labels of the classes, ascending; empty for all
     * @throws IllegalArgumentException if a row has no class, or none is left
     */
    public static LabelledRows of(EmbeddedSet set, List<Integer> subset) {
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < set.labels().size(); i++) {
            OptionalInt label = set.labels().get(i);
            if (label.isEmpty()) {
                throw new IllegalArgumentException("Row " + set.keys().get(i)
                        + " has no class, which the task needs: leave the task out or prepare the data with classes");
            }
            if (subset.isEmpty() || subset.contains(label.getAsInt())) {
                kept.add(i);
            }
        }
        if (kept.isEmpty()) {
            throw new IllegalArgumentException(
                    "No row is left to measure on; look at split and classSubsetFile of the data set");
        }
        int[] rows = kept.stream().mapToInt(Integer::intValue).toArray();
        int[] labels =
                kept.stream().mapToInt(i -> set.labels().get(i).orElseThrow()).toArray();
        return new LabelledRows(
                kept.size() == set.keys().size() ? set.images() : set.images().select(rows), rows, labels);
    }

    /** {@code [rows, E]}. */
    public Embeddings images() {
        return images;
    }

    /** Number of each row in the data set; not a copy. */
    public int[] rows() {
        return rows;
    }

    /** Class of each row; not a copy. */
    public int[] labels() {
        return labels;
    }
}
