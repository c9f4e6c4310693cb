package org.clipspark.prep.source;

import java.io.Serializable;
import java.util.Optional;
import java.util.Set;
import org.clipspark.prep.metadata.ColumnNames;
import org.clipspark.prep.metadata.ColumnRole;

/**
 * What columns are called, and what there must be.
 *
 * @param names of the columns
 * @param hasTemplates whether captions can be made of classes
 */
record SourceColumns(ColumnNames names, boolean hasTemplates) implements Serializable {
    static SourceColumns of(SourceConfig config, ColumnNames.Carrier carrier) {
        return new SourceColumns(
                ColumnNames.of(config.columns(), config.preset(), carrier),
                !config.templates().isEmpty());
    }

    /** What is missing for a pair, in one line, or empty. */
    Optional<String> incomplete(Set<ColumnRole> present) {
        if (!present.contains(ColumnRole.IMAGE) && !present.contains(ColumnRole.URL)) {
            return Optional.of("no image and no address, expected one of the columns "
                    + String.join(", ", names.usual(ColumnRole.IMAGE)) + " or url, or source.columns.image or"
                    + " source.columns.url");
        }
        boolean hasText = present.contains(ColumnRole.CAPTION)
                || present.contains(ColumnRole.CAPTIONS)
                || (present.contains(ColumnRole.CLASS) && hasTemplates);
        return hasText
                ? Optional.empty()
                : Optional.of("no caption column, expected 'caption', 'captions' or source.columns.caption");
    }
}
