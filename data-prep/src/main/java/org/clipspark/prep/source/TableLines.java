package org.clipspark.prep.source;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.clipspark.prep.shard.PairOrigin;

/** The rows of one table, header aside, one at a time. */
final class TableLines implements Iterator<TableLine> {
    private static final int FIRST_LINE_CHARACTERS = 64 << 10;

    private final NumberedFile file;
    private final TableRows rows;
    private long position;
    private Optional<TableLine> next;

    TableLines(NumberedFile file, TableColumns columns, Configuration hadoop) {
        this.file = file;
        rows = open(file.path(), hadoop);
        next = read();
        if (columns.hasHeader()) {
            position = 0;
            next = read();
        }
    }

    private static TableRows open(String path, Configuration hadoop) {
        return new TableRows(
                FileBytes.open(new Path(path), hadoop), TableRows.separator(path, firstLine(path, hadoop)));
    }

    private static String firstLine(String path, Configuration hadoop) {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(FileBytes.open(new Path(path), hadoop), StandardCharsets.UTF_8))) {
            char[] start = new char[FIRST_LINE_CHARACTERS];
            int length = Math.max(0, reader.read(start));
            return new String(start, 0, length).lines().findFirst().orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + path + ": " + e.getMessage(), e);
        }
    }

    /** The columns of a table, or empty if it has no rows. */
    static Optional<TableColumns> columns(String path, SourceConfig config, Configuration hadoop) {
        try (TableRows rows = open(path, hadoop)) {
            return rows.next().map(row -> TableColumns.of(path, row, config));
        } catch (IOException e) {
            throw new UnreadableSourceException(path + ": " + e.getMessage());
        }
    }

    /** Position of the row that {@link #next} gives, or the number of all rows when there is none. */
    long position() {
        return next.map(line -> line.origin().position()).orElse(position);
    }

    @Override
    public boolean hasNext() {
        return next.isPresent();
    }

    @Override
    public TableLine next() {
        TableLine current = next.orElseThrow(NoSuchElementException::new);
        next = current.broken().isEmpty() ? read() : Optional.empty();
        return current;
    }

    private Optional<TableLine> read() {
        PairOrigin origin = new PairOrigin(file.origin().source(), file.origin().file(), position);
        try {
            Optional<List<String>> row = rows.next();
            if (row.isEmpty()) {
                rows.close();
                return Optional.empty();
            }
            position++;
            return row.map(cells -> new TableLine(origin, file.path(), cells, ""));
        } catch (IOException e) {
            position++;
            return Optional.of(new TableLine(origin, file.path(), List.of(), String.valueOf(e.getMessage())));
        }
    }
}
