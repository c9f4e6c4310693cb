package org.clipspark.prep.twin;

import java.util.List;
import java.util.Optional;

/** Which rows of a data set are the same pair, so that one of them is enough. */
public sealed interface Duplicates permits ExactDuplicates, NearDuplicates, SemanticDuplicates {
    /** Columns that the search reads, besides those that name and order a row. */
    List<String> columns();

    /** An SQL expression whose greatest value decides which row of a group stays; without it the first-found one does. */
    Optional<String> prefer();
}
