package org.clipspark.prep.source;

import java.util.List;
import org.clipspark.prep.shard.RowStatus;

/**
 * One row of a text file.
 *
 * @param cells its text
 * @param status success, or why it is of no use
 */
record TextRow(List<String> cells, RowStatus status) {
    TextRow {
        cells = List.copyOf(cells);
    }
}
