package org.clipspark.prep.source;

import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.clipspark.prep.metadata.ColumnNames;

/**
 * The samples of a tar archive.
 *
 * @param file the archive
 * @param names of the fields of its JSON members
 * @param templates captions of classes
 * @param maxImageBytes larger images are not read
 */
record TarPart(NumberedFile file, ColumnNames names, List<String> templates, long maxImageBytes) implements SourcePart {
    @Override
    public String id() {
        return file.id();
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
        return new TarPairs(this, hadoop);
    }
}
