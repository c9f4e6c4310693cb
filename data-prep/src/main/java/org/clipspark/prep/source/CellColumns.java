package org.clipspark.prep.source;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clipspark.prep.metadata.CellRow;
import org.clipspark.prep.metadata.ColumnNames;
import org.clipspark.prep.metadata.ColumnRole;

/**
 * Which column of a table means what.
 *
 * @param hasHeader whether the first row names the columns
 * @param indices role to the number of its column, from 0
 */
record CellColumns(boolean hasHeader, Map<ColumnRole, Integer> indices) implements TableLayout {
    CellColumns {
        indices = new LinkedHashMap<>(indices);
    }

    static CellColumns of(String file, List<String> firstRow, SourceColumns columns) {
        List<String> header = firstRow.stream().map(String::strip).toList();
        ColumnNames names = columns.names();
        Map<ColumnRole, String> byRole = names.among(header);
        // A list of addresses has no captions.
        boolean isHeader = columns.incomplete(byRole.keySet()).isEmpty()
                || (header.size() == 1 && byRole.containsKey(ColumnRole.URL));
        if (names.positions().isEmpty() || isHeader) {
            names.missing(header).ifPresent(problem -> {
                throw unreadable(file, problem, header);
            });
        }
        if (isHeader) {
            Map<ColumnRole, Integer> indices = new EnumMap<>(ColumnRole.class);
            byRole.forEach((role, name) -> indices.put(role, header.indexOf(name)));
            return new CellColumns(true, indices);
        }
        if (byRole.containsKey(ColumnRole.URL)) {
            throw unreadable(file, columns.incomplete(byRole.keySet()).orElse(""), header);
        }
        return new CellColumns(false, withoutHeader(file, header, names));
    }

    /** As the preset has it; otherwise what looks like an address tells, and paths come before captions. */
    private static Map<ColumnRole, Integer> withoutHeader(String file, List<String> first, ColumnNames names) {
        if (!names.positions().isEmpty()) {
            return numbered(names.positions());
        }
        if (first.size() == 1 && isAddress(first.get(0))) {
            return numbered(List.of(ColumnRole.URL));
        }
        if (first.size() < 2) {
            throw unreadable(file, "expected at least two columns, the path of an image and a caption", first);
        }
        if (isAddress(first.get(0))) {
            return numbered(List.of(ColumnRole.URL, ColumnRole.CAPTION));
        }
        return isAddress(first.get(1))
                ? numbered(List.of(ColumnRole.CAPTION, ColumnRole.URL))
                : numbered(List.of(ColumnRole.IMAGE, ColumnRole.CAPTION));
    }

    private static Map<ColumnRole, Integer> numbered(List<ColumnRole> roles) {
        Map<ColumnRole, Integer> indices = new EnumMap<>(ColumnRole.class);
        roles.forEach(role -> indices.put(role, roles.indexOf(role)));
        return indices;
    }

    private static boolean isAddress(String cell) {
        return cell.matches("(?i)https?://\\S+");
    }

    private static UnreadableSourceException unreadable(String file, String problem, List<String> found) {
        String columns = String.join(", ", found);
        return new UnreadableSourceException(
                file + ": " + problem + ", found: " + columns.substring(0, Math.min(columns.length(), 500)));
    }

    @Override
    public boolean has(ColumnRole role) {
        return indices.containsKey(role);
    }

    @Override
    public RowReader reader() {
        return cells -> new CellRow(cells, indices);
    }
}
