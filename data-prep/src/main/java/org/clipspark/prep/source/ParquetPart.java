package org.clipspark.prep.source;

import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * Some rows of a Parquet file.
 *
 * @param file the file
 * @param rows which of its rows
 * @param columns meaning of the columns
 * @param templates captions of classes
 * @param maxImageBytes larger images are rejected
 */
record ParquetPart(NumberedFile file, RowRange rows, ParquetColumns columns, List<String> templates, long maxImageBytes)
        implements SourcePart {
    @Override
    public String id() {
        return file.id() + "|" + rows.id();
    }

    @Override
    public List<String> inputs() {
        return List.of(file.id());
    }

    @Override
    public int source() {
        return file.origin().source();
    }

    @Override
    public Iterator<SourcePair> pairs(Configuration hadoop) {
        return new ParquetPairs(this, hadoop);
    }
}
