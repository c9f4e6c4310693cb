package org.clipspark.job.embed;

import java.io.Serializable;

/**
 * How much of a data set is embedded.
 *
 * @param most rows of each split, spread evenly over it in its order; 0 for all
 * @param isWithCaptions whether captions are embedded too; without them the rows have none
 */
public record RowScope(long most, boolean isWithCaptions) implements Serializable {
    /** All rows with their captions. */
    public static final RowScope ALL = new RowScope(0, true);

    /** Checks the number. */
    public RowScope {
        if (most < 0) {
            throw new IllegalArgumentException("The number of rows must be at least 0, where 0 means all, got " + most);
        }
    }

    /** Images alone. */
    public static RowScope images(long most) {
        return new RowScope(most, false);
    }

    /**
     * Whether a row belongs to it.
     *
     * @param row number within the split, from 0
     * @param rows of the split
     */
    public boolean keeps(long row, long rows) {
        return most == 0 || most >= rows || place(row + 1, rows) > place(row, rows);
    }

    private long place(long row, long rows) {
        return Math.floorDiv(Math.multiplyExact(row, most), rows);
    }

    /** In words, for what tells embeddings apart. */
    String description() {
        return (most == 0 ? "all rows" : most + " rows") + (isWithCaptions ? "" : " without captions");
    }
}
