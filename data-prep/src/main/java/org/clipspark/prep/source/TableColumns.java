package org.clipspark.prep.source;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which column of a table means what.
 *
 * @param hasHeader whether the first row names the columns
 * @param indices role to the number of its column
 */
record TableColumns(boolean hasHeader, Map<String, Integer> indices) implements Serializable {
    private static final Map<String, List<String>> USUAL = Map.of(
            "image", List.of("image", "path", "image_path", "file", "file_name", "filename", "filepath"),
            "caption", List.of("caption", "text", "title"),
            "key", List.of("key"),
            "url", List.of("url"),
            "label", List.of("label"),
            "class", List.of("class"));

    TableColumns {
        indices = new LinkedHashMap<>(indices);
    }

    /** Without a header: path, then caption. */
    static TableColumns of(String file, List<String> firstRow, SourceConfig config) {
        Map<String, Integer> named = new LinkedHashMap<>();
        for (String role : USUAL.keySet()) {
            index(role, firstRow, config).ifPresent(index -> named.put(role, index));
        }
        for (String role : config.columns().keySet()) {
            if (!named.containsKey(role)) {
                throw new UnreadableSourceException(
                        file + ": no column '" + config.columns().get(role) + "' (source.columns." + role + "), found: "
                                + String.join(", ", firstRow));
            }
        }
        boolean hasTemplates = named.containsKey("class") && !config.templates().isEmpty();
        boolean hasText = named.containsKey("caption") || hasTemplates;
        if ((named.containsKey("image") || named.containsKey("url")) && hasText) {
            return new TableColumns(true, named);
        }
        if (firstRow.size() < 2) {
            throw new UnreadableSourceException(file + ": expected at least two columns, the path of an image and a"
                    + " caption, found: " + String.join(", ", firstRow));
        }
        return new TableColumns(false, Map.of("image", 0, "caption", 1));
    }

    private static Optional<Integer> index(String role, List<String> header, SourceConfig config) {
        List<String> names = config.columns().containsKey(role)
                ? List.of(config.columns().getOrDefault(role, ""))
                : USUAL.getOrDefault(role, List.of());
        for (String name : names) {
            for (int i = 0; i < header.size(); i++) {
                if (header.get(i).strip().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
                    return Optional.of(i);
                }
            }
        }
        return Optional.empty();
    }

    /** A cell, stripped; empty if the row is too short or the table has no such column. */
    String cell(List<String> row, String role) {
        int index = indices.getOrDefault(role, Integer.MAX_VALUE);
        return index < row.size() ? row.get(index).strip() : "";
    }
}
