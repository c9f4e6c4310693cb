package org.clipspark.prep.source;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * A table that was read through once: nothing else tells how many rows a text has and where they begin.
 *
 * @param file the table
 * @param problem why it cannot be understood, in one line, or the empty string
 * @param layout of its rows; one, or none if it has no rows
 * @param rows header aside
 * @param offsets of the plain bytes where every {@code rowsPerPart}-th row begins
 */
record CountedTable(TableFile file, String problem, List<TableLayout> layout, long rows, List<Long> offsets)
        implements Serializable {
    /** Each part of a compressed file unpacks all that comes before it. */
    private static final int MOST_COMPRESSED_PARTS = 256;

    static CountedTable of(String path, SourceColumns columns, int rowsPerPart, Configuration hadoop) {
        try {
            TableFile file = TableFile.of(path, hadoop);
            List<List<String>> first = file.firstRows(hadoop);
            if (first.isEmpty()) {
                return none(file, "");
            }
            TableLayout layout = TableLayout.of(path, file.format(), first, columns);
            return count(file, layout, rowsPerPart, hadoop);
        } catch (UnreadableSourceException e) {
            return none(new TableFile(path, TextFormat.LINES), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return none(new TableFile(path, TextFormat.LINES), path + ": " + e.getMessage());
        }
    }

    private static CountedTable none(TableFile file, String problem) {
        return new CountedTable(file, problem, List.of(), 0, List.of());
    }

    private static CountedTable count(TableFile file, TableLayout layout, int rowsPerPart, Configuration hadoop)
            throws IOException {
        List<Long> offsets = new ArrayList<>();
        long count = 0;
        try (TableRows rows = file.rows(0, hadoop)) {
            if (layout.hasHeader()) {
                rows.next();
            }
            for (Found found = Found.next(rows); found != Found.END; found = found.after(rows)) {
                if (count++ % rowsPerPart == 0) {
                    offsets.add(rows.rowStart());
                }
            }
        }
        return new CountedTable(file, "", List.of(layout), count, offsets);
    }

    private enum Found {
        ROW,
        DAMAGE,
        END;

        static Found next(TableRows rows) {
            try {
                return rows.next().isPresent() ? ROW : END;
            } catch (IOException e) {
                return DAMAGE;
            }
        }

        /** The rest of a damaged file counts as one row. */
        Found after(TableRows rows) {
            return this == ROW ? next(rows) : END;
        }
    }

    /**
     * Parts of at most as many rows as they were counted by, or more where there would be too many parts.
     *
     * @throws UnreadableSourceException if the table cannot be understood
     */
    List<TablePart> parts(NumberedFile numbered, int rowsPerPart, TablePart.Images images) {
        if (!problem.isEmpty()) {
            throw new UnreadableSourceException(problem);
        }
        boolean isPacked = Compression.of(file.path()) != Compression.NONE;
        int stride = isPacked ? 1 + (offsets.size() - 1) / MOST_COMPRESSED_PARTS : 1;
        List<TablePart> parts = new ArrayList<>();
        for (int i = 0; i < offsets.size(); i += stride) {
            RowRange range = new RowRange((long) i * rowsPerPart, Math.min(rows, (long) (i + stride) * rowsPerPart));
            parts.add(new TablePart(numbered, range, file, offsets.get(i), layout.get(0), images));
        }
        return parts;
    }
}
