package org.clipspark.prep.source;

import java.io.Serializable;
import java.util.List;
import org.clipspark.prep.metadata.ColumnRole;
import org.clipspark.prep.metadata.MetadataRow;

/** What the rows of a text file say. */
sealed interface TableLayout extends Serializable permits CellColumns, JsonFields {
    /** Whether the first row names the columns. */
    boolean hasHeader();

    /** Whether rows have, or may have, a column of a role. */
    boolean has(ColumnRole role);

    /** Reads rows of one file. */
    RowReader reader();

    /** Not for several threads. */
    interface RowReader {
        /** Throws {@link org.clipspark.prep.metadata.InvalidMetadataException} if the cells say nothing. */
        MetadataRow row(List<String> cells);
    }

    /**
     * The layout that the first rows of a file show.
     *
     * @param first rows of the file, at least one
     * @throws UnreadableSourceException if a column is missing; the message names those found
     */
    static TableLayout of(String file, TextFormat format, List<List<String>> first, SourceColumns columns) {
        return format == TextFormat.JSON_LINES
                ? JsonFields.of(file, first, columns)
                : CellColumns.of(file, first.get(0), columns);
    }
}
