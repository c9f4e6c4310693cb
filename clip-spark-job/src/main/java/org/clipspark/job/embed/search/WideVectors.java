package org.clipspark.job.embed.search;

import java.io.IOException;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;

/**
 * Lucene's graphs over vectors of up to 4096 numbers: by itself it refuses more than 1024 when it writes, and the largest
 * CLIP models have 1280. What is written is Lucene's own format, which it reads without this class.
 */
final class WideVectors extends KnnVectorsFormat {
    private static final int MOST_DIMENSIONS = 4096;
    /** Links of a vector in the graph, and candidates while it is linked: Lucene's own defaults. */
    private static final int LINKS = 16;

    private static final int CANDIDATES = 100;

    private final KnnVectorsFormat format = new Lucene99HnswVectorsFormat(LINKS, CANDIDATES);

    WideVectors() {
        super("Lucene99HnswVectorsFormat");
    }

    @Override
    public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
        return format.fieldsWriter(state);
    }

    @Override
    public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
        return format.fieldsReader(state);
    }

    @Override
    public int getMaxDimensions(String fieldName) {
        return MOST_DIMENSIONS;
    }
}
