package org.clipspark.prep.twin;

import java.util.List;
import java.util.Optional;

/**
 * Rows that agree in columns; a row without a value in one of them is nobody's duplicate.
 *
 * @param columns at least one, such as {@code sha256}, or {@code url} and {@code caption}
 * @param prefer as in {@link Duplicates}
 */
public record ExactDuplicates(List<String> columns, Optional<String> prefer) implements Duplicates {
    /** Checks that there is a column. */
    public ExactDuplicates {
        columns = List.copyOf(columns);
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("columns must name at least one column");
        }
    }
}
