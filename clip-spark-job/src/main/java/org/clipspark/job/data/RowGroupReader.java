package org.clipspark.job.data;

import java.util.List;

/** Reads row groups. */
interface RowGroupReader {
    /**
     * All rows of a group, in order; of erased ones only the places.
     *
     * @throws java.io.UncheckedIOException if the file cannot be read or is not what the manifest says
     */
    List<Sample> read(RowGroup group);
}
