package org.clipspark.job.scaling;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A table of text with a header (RFC 4180: commas, quotes doubled within quotes).
 *
 * @param header names of the columns
 * @param rows column to text; blank lines are left out
 */
record CsvTable(List<String> header, List<Map<String, String>> rows) {
    private static final long LARGEST_BYTES = 64L << 20;

    CsvTable {
        header = List.copyOf(header);
        rows = List.copyOf(rows);
    }

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException if it is too large, no UTF-8, has no header, one with a name twice, or a row of another
     *     length
     * @throws UncheckedIOException if it cannot be read
     */
    static CsvTable load(Path file) {
        try {
            if (Files.size(file) > LARGEST_BYTES) {
                throw new IllegalArgumentException(
                        file + " has " + Files.size(file) + " bytes, expected a table of at most " + LARGEST_BYTES);
            }
            return parse(file.toString(), Files.readString(file));
        } catch (MalformedInputException e) {
            throw new IllegalArgumentException(file + " is no UTF-8 text", e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read table " + file + ": " + e, e);
        }
    }

    static CsvTable parse(String name, String text) {
        List<List<String>> lines = new Splitter(name, text).lines();
        if (lines.isEmpty()) {
            throw new IllegalArgumentException(name + " is empty, expected a header and rows");
        }
        List<String> header = lines.get(0);
        if (header.stream().distinct().count() != header.size()) {
            throw new IllegalArgumentException(name + " names a column twice: " + header);
        }
        List<Map<String, String>> rows = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            List<String> cells = lines.get(i);
            if (cells.size() != header.size()) {
                throw new IllegalArgumentException("Row " + i + " of " + name + " has " + cells.size()
                        + " cells, expected " + header.size() + " as its header");
            }
            Map<String, String> row = new LinkedHashMap<>();
            for (int c = 0; c < cells.size(); c++) {
                row.put(header.get(c), cells.get(c));
            }
            rows.add(row);
        }
        return new CsvTable(header, rows);
    }

    /** Cuts text into lines of cells. */
    private static final class Splitter {
        private final String name;
        private final String text;
        private int at;

        Splitter(String name, String text) {
            this.name = name;
            // A byte-order mark is no part of the first name.
            this.text = text.startsWith("\uFEFF") ? text.substring(1) : text;
        }

        List<List<String>> lines() {
            List<List<String>> lines = new ArrayList<>();
            while (at < text.length()) {
                List<String> line = new ArrayList<>();
                do {
                    line.add(cell());
                } while (follows(','));
                boolean isCarriageReturn = follows('\r');
                if (!follows('\n') && !isCarriageReturn && at < text.length()) {
                    throw new IllegalArgumentException("Row " + lines.size() + " of " + name
                            + " has text after a closing quote: '" + line.get(line.size() - 1) + "'");
                }
                if (line.size() > 1 || !line.get(0).isBlank()) {
                    lines.add(line);
                }
            }
            return lines;
        }

        private boolean follows(char wanted) {
            if (at < text.length() && text.charAt(at) == wanted) {
                at++;
                return true;
            }
            return false;
        }

        private String cell() {
            if (!follows('"')) {
                int from = at;
                while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
                    at++;
                }
                return text.substring(from, at).strip();
            }
            StringBuilder cell = new StringBuilder();
            while (at < text.length()) {
                char next = text.charAt(at++);
                if (next != '"') {
                    cell.append(next);
                } else if (follows('"')) {
                    cell.append('"');
                } else {
                    return cell.toString();
                }
            }
            throw new IllegalArgumentException(name + " ends within a quote");
        }
    }
}
