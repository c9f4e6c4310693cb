package org.clipspark.prep.source;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.clipspark.prep.metadata.ColumnNames;
import org.clipspark.prep.metadata.ColumnRole;
import org.clipspark.prep.metadata.InvalidMetadataException;
import org.clipspark.prep.metadata.JsonRows;

/**
 * Fields of JSON objects, one object in each row.
 *
 * @param names of the fields
 * @param found fields of the first objects
 */
record JsonFields(ColumnNames names, List<String> found) implements TableLayout {
    JsonFields {
        found = List.copyOf(found);
    }

    static JsonFields of(String file, List<List<String>> first, SourceColumns columns) {
        ColumnNames names = columns.names();
        Set<String> fields = new LinkedHashSet<>();
        first.forEach(cells -> fields.addAll(fields(cells.get(0))));
        List<String> found = List.copyOf(fields);
        Optional<String> problem = names.missing(found)
                .or(() -> columns.incomplete(names.among(found).keySet()));
        // Where no row can be read there are no fields to miss.
        if (problem.isPresent() && !found.isEmpty()) {
            throw new UnreadableSourceException(file + ": " + problem.get() + ", found: " + String.join(", ", found));
        }
        return new JsonFields(names, found);
    }

    /** Nothing for a text that is no object: it is a rejected row once it is read. */
    private static List<String> fields(String text) {
        try {
            return JsonRows.fields(text);
        } catch (InvalidMetadataException e) {
            return List.of();
        }
    }

    @Override
    public boolean hasHeader() {
        return false;
    }

    @Override
    public boolean has(ColumnRole role) {
        return names.among(found).containsKey(role);
    }

    @Override
    public RowReader reader() {
        JsonRows rows = new JsonRows(names);
        return cells -> rows.row(cells.get(0));
    }
}
