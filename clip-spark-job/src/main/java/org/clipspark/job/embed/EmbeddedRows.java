package org.clipspark.job.embed;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** What is known of the rows of an {@link EmbeddedSet} beside their embeddings, one entry for each row. */
record EmbeddedRows(
        List<String> keys,
        List<RowPlace> places,
        List<List<String>> captions,
        List<OptionalInt> labels,
        Map<String, List<String>> columns) {
    EmbeddedRows {
        keys = List.copyOf(keys);
        places = List.copyOf(places);
        captions = List.copyOf(captions);
        labels = List.copyOf(labels);
        columns = Collections.unmodifiableMap(columns);
    }
}
