package org.clipspark.job.embed.part;

import java.io.Serializable;

/**
 * What a part is about: rows or texts from {@code from} to before {@code to}, skipped and erased ones included.
 *
 * @param of folder of a split, or {@link #TEXTS}
 * @param from number of the first one, from 0
 * @param to number behind the last one
 */
public record PartRange(String of, long from, long to) implements Serializable {
    /** Stands for texts alone. */
    public static final String TEXTS = "texts";

    /** Whether some rows of a split are within it. */
    public boolean overlaps(String split, long first, long last) {
        return of.equals(split) && from < last && first < to;
    }
}
