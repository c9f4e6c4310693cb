package org.clipspark.prep.source;

import java.io.Serializable;
import java.util.List;
import org.clipspark.prep.shard.PairOrigin;

/**
 * One row of a table, before its image is read.
 *
 * @param origin where it stands
 * @param table path of the file
 * @param cells its text
 * @param broken why the table ends here, or the empty string
 */
record TableLine(PairOrigin origin, String table, List<String> cells, String broken) implements Serializable {}
