package org.clipspark.prep.source;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Some rows of a file.
 *
 * @param first the first one, from 0
 * @param end one past the last one
 */
record RowRange(long first, long end) implements Serializable {
    /** Ranges of at most {@code size} rows that together are {@code rows} rows. */
    static List<RowRange> split(long rows, int size) {
        List<RowRange> ranges = new ArrayList<>();
        for (long first = 0; first < rows; first += size) {
            ranges.add(new RowRange(first, Math.min(rows, first + size)));
        }
        return ranges;
    }

    String id() {
        return first + "-" + end;
    }
}
