package org.clipspark.prep.source;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * Some rows of a text table.
 *
 * @param numbered the table
 * @param rows which of its rows
 * @param file the table
 * @param offset of the first of the rows
 * @param layout meaning of the cells
 * @param images how images are found
 */
record TablePart(NumberedFile numbered, RowRange rows, TableFile file, long offset, TableLayout layout, Images images)
        implements SourcePart {
    /**
     * How images are found.
     *
     * @param folder that paths are relative to
     * @param templates captions of classes
     * @param maxBytes larger images are not read
     */
    record Images(String folder, List<String> templates, long maxBytes) implements Serializable {}

    @Override
    public String id() {
        return numbered.id() + "|" + rows.id();
    }

    @Override
    public List<String> inputs() {
        return List.of(numbered.id());
    }

    @Override
    public int source() {
        return numbered.origin().source();
    }

    @Override
    public Iterator<SourcePair> pairs(Configuration hadoop) {
        return new TablePairs(this, hadoop);
    }
}
