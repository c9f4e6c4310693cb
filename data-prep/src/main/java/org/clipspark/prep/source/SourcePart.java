package org.clipspark.prep.source;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** A piece of a source that one task reads: what is lost and done again when that task dies. */
public sealed interface SourcePart extends Serializable permits CocoPart, FolderPart, ParquetPart, TablePart, TarPart {
    /** Names the rows: the same as long as the source and the size of parts are the same, and different for other rows. */
    String id();

    /** The files that it is a part of, each with its state: the same however a source is cut into parts. */
    List<String> inputs();

    /** Number of the source. */
    int source();

    /** Reads the rows, lazily, in their order. */
    Iterator<SourcePair> pairs(Configuration hadoop);
}
