package org.clipspark.prep.source;

import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;

/**
 * Some rows of a text table.
 *
 * @param file the table
 * @param rows which of its rows
 * @param columns meaning of its columns
 * @param config of the source
 * @param maxImageBytes larger images are not read
 */
record TablePart(NumberedFile file, RowRange rows, TableColumns columns, SourceConfig config, long maxImageBytes)
        implements SourcePart {
    @Override
    public String id() {
        return file.id() + "|" + rows.id();
    }

    @Override
    public int source() {
        return file.origin().source();
    }

    @Override
    public Iterator<SourcePair> pairs(Configuration hadoop) {
        return new TablePairs(this, hadoop);
    }
}
