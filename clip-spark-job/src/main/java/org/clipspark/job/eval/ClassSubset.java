package org.clipspark.job.eval;

import java.util.Arrays;

/**
 * Some of a classifier's classes: data sets such as ImageNet-A and ImageNet-R have images of 200 of the 1,000 classes, and are
 * scored by choosing among those alone.
 */
public final class ClassSubset {
    private static final int ABSENT = -1;

    private final int[] rows;
    private final int[] places;

    /**
     * A subset.
     *
     * @param rows the classes that stay, in their new order, each once
     * @param classes how many there are in full
     * @throws IllegalArgumentException if none stays, or one is out of range or named twice
     */
    public ClassSubset(int[] rows, int classes) {
        if (rows.length == 0) {
            throw new IllegalArgumentException("A subset needs at least one class, got none");
        }
        this.rows = rows.clone();
        this.places = new int[classes];
        Arrays.fill(places, ABSENT);
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] < 0 || rows[i] >= classes) {
                throw new IllegalArgumentException("Class " + rows[i] + " is not one of the " + classes + " classes");
            }
            if (places[rows[i]] != ABSENT) {
                throw new IllegalArgumentException("Class " + rows[i] + " is twice in the subset");
            }
            places[rows[i]] = i;
        }
    }

    /** The classifier of the subset, {@code [subset, E]}, from that of all classes. */
    public Embeddings classifier(Embeddings full) {
        if (full.rows() != places.length) {
            throw new IllegalArgumentException(
                    "The subset is of " + places.length + " classes, but the classifier has " + full.rows());
        }
        return full.select(rows);
    }

    /**
     * Labels in the numbers of the subset.
     *
     * @throws IllegalArgumentException if an image's class does not stay
     */
    public int[] labels(int[] full) {
        int[] labels = new int[full.length];
        for (int i = 0; i < full.length; i++) {
            if (full[i] < 0 || full[i] >= places.length || places[full[i]] == ABSENT) {
                throw new IllegalArgumentException("Label " + full[i] + " of image " + i + " is not one of the "
                        + rows.length + " classes that stay");
            }
            labels[i] = places[full[i]];
        }
        return labels;
    }

    /** The number that a class of the subset has among all. */
    public int original(int subsetClass) {
        return rows[subsetClass];
    }
}
