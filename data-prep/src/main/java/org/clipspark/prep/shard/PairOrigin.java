package org.clipspark.prep.shard;

import java.io.Serializable;
import java.util.Comparator;

/**
 * Where a row was found. The order of origins is that in which a reader would meet the rows: of two rows with the same
 * key the first one counts.
 *
 * @param source 0 for the training source, {@link #VALIDATION} for the validation source, from 2 on for further training sources
 * @param file name of the file, unique in its source
 * @param position of the row in the file, from 0
 */
public record PairOrigin(int source, String file, long position) implements Serializable, Comparable<PairOrigin> {
    /** Number of the source that is measured on alone. */
    public static final int VALIDATION = 1;

    private static final Comparator<PairOrigin> ORDER = Comparator.comparingInt(PairOrigin::source)
            .thenComparing(PairOrigin::file)
            .thenComparingLong(PairOrigin::position);

    @Override
    public int compareTo(PairOrigin other) {
        return ORDER.compare(this, other);
    }

    /** Whether the row is of a source to learn from. */
    public boolean isTraining() {
        return source != VALIDATION;
    }

    /** Name for a row that has none of its own. */
    public String key() {
        return file + "#" + position;
    }
}
