package org.clipspark.prep.source;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.clipspark.prep.metadata.ColumnNames;
import org.clipspark.prep.place.SharedPlace;

/**
 * Where pairs come from.
 *
 * @param path a file, a folder or a glob, on any file system that Hadoop knows
 * @param kind how they are stored
 * @param preset well-known metadata whose columns these are: {@code laion400m}, {@code laion2b}, {@code relaion}, {@code
 *     coyo700m}, {@code datacomp}, {@code cc3m}, {@code cc12m} or {@code img2dataset}; may be left out
 * @param images folder of the images of a table or of COCO captions; left out, they lie beside that file or are still to be
 *     fetched
 * @param templates captions of images that have a class and no caption; <code>{c}</code> stands for the class
 * @param columns names of columns that are not called as usual, by what they mean: see {@link
 *     org.clipspark.prep.metadata.ColumnRole}; an empty name stands for no column
 */
public record SourceConfig(
        String path,
        SourceKind kind,
        Optional<String> preset,
        Optional<String> images,
        List<String> templates,
        Map<String, String> columns) {
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
        columns = new LinkedHashMap<>(columns);
        ColumnNames.of(columns, preset, ColumnNames.Carrier.TEXT);
    }

    /** With the folder of images named as executors find it too. */
    SourceConfig shared(Configuration hadoop) {
        return new SourceConfig(
                path, kind, preset, images.map(folder -> SharedPlace.of(folder, hadoop)), templates, columns);
    }

    /** Without preset and folder of images. */
    public SourceConfig(String path, SourceKind kind, List<String> templates, Map<String, String> columns) {
        this(path, kind, Optional.empty(), Optional.empty(), templates, columns);
    }
}
