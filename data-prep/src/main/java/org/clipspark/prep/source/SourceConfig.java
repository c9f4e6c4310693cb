package org.clipspark.prep.source;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where pairs come from.
 *
 * @param path a file, a folder or a glob, on any file system that Hadoop knows
 * @param kind how they are stored
 * @param templates captions of images that have a class and no caption; <code>{c}</code> stands for the class
 * @param columns names of columns that are not called as usual: {@code image}, {@code caption}, {@code captions},
 *     {@code key}, {@code url}, {@code status}, {@code label} or {@code class} to the name in the file
 */
public record SourceConfig(String path, SourceKind kind, List<String> templates, Map<String, String> columns)
        implements Serializable {
    /** What a column can mean. */
    static final List<String> ROLES = List.of("image", "caption", "captions", "key", "url", "status", "label", "class");

    /** Checks what can be checked without looking at files. */
    public SourceConfig {
        if (path.isBlank()) {
            throw new IllegalArgumentException("path must not be empty");
        }
        templates = List.copyOf(templates);
        for (String template : templates) {
            if (!template.contains("{c}")) {
                throw new IllegalArgumentException("templates must contain {c} for the class, got '" + template + "'");
            }
        }
        for (String role : columns.keySet()) {
            if (!ROLES.contains(role)) {
                throw new IllegalArgumentException(
                        "columns." + role + ": unknown, expected one of: " + String.join(", ", ROLES));
            }
        }
        columns = new LinkedHashMap<>(columns);
    }
}
