package org.clipspark.prep.source;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Splits text into rows of cells. With commas, a cell may be in double quotes and then hold commas, line ends and doubled
 * quotes; with tabs, quotes mean nothing.
 */
final class TableRows implements Closeable {
    private static final int LONGEST_ROW = 4 << 20;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final BufferedReader reader;
    private final char separator;
    private boolean isStart = true;

    TableRows(InputStream in, char separator) {
        reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.separator = separator;
    }

    /** What separates the cells of a file: its name tells, or else its first line. */
    static char separator(String file, String firstLine) {
        if (file.endsWith(".csv")) {
            return ',';
        }
        return file.endsWith(".tsv") || firstLine.indexOf('\t') >= 0 ? '\t' : ',';
    }

    /**
     * The next row that is not blank.
     *
     * @throws IOException if a row is longer than any real one: a quote that is never closed swallows the whole file
     */
    Optional<List<String>> next() throws IOException {
        while (true) {
            List<String> cells = new ArrayList<>();
            if (!read(cells)) {
                return Optional.empty();
            }
            if (cells.size() > 1 || !cells.get(0).isBlank()) {
                return Optional.of(cells);
            }
        }
    }

    private boolean read(List<String> cells) throws IOException {
        int character = reader.read();
        if (isStart && character == BYTE_ORDER_MARK) {
            character = reader.read();
        }
        isStart = false;
        if (character < 0) {
            return false;
        }
        StringBuilder cell = new StringBuilder();
        int length = 0;
        while (character >= 0 && character != '\n') {
            if (character == separator) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else if (character == '"' && separator == ',' && cell.isEmpty()) {
                length += quoted(cell);
            } else {
                cell.append((char) character);
            }
            if (++length > LONGEST_ROW) {
                throw new IOException("a row is longer than " + LONGEST_ROW + " characters");
            }
            character = reader.read();
        }
        if (!cell.isEmpty() && cell.charAt(cell.length() - 1) == '\r') {
            cell.setLength(cell.length() - 1);
        }
        return cells.add(cell.toString());
    }

    /** Reads up to the closing quote and returns the number of characters. */
    private int quoted(StringBuilder cell) throws IOException {
        int length = 0;
        for (int character = reader.read(); ; character = reader.read()) {
            if (character == '"') {
                reader.mark(1);
                if (reader.read() != '"') {
                    reader.reset();
                    return length;
                }
            }
            if (character < 0 || ++length > LONGEST_ROW) {
                throw new IOException("a quote is never closed");
            }
            cell.append((char) character);
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
