package org.clipspark.job.embed.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.clipspark.job.embed.part.EmbeddingVector;

/**
 * Follows the links of a graph over all images (HNSW, Malkov and Yashunin 2016) to some that are most similar to a query:
 * it looks at few of them, and may miss one. How often it does, {@link SearchRecall} measures.
 */
public final class ApproximateSearch implements EmbeddingSearch {
    /** Candidates that a search keeps at least: more of them miss less. */
    private static final int CANDIDATES = 200;

    private final SearchedImages images;
    private final Path index;
    private final Directory directory;
    private final DirectoryReader reader;

    private ApproximateSearch(SearchedImages images, Path index, Directory directory, DirectoryReader reader) {
        this.images = images;
        this.index = index;
        this.directory = directory;
        this.reader = reader;
    }

    /**
     * Opens the index of these images; makes it first if there is none, or one of other embeddings.
     *
     * @param index folder on a local disk that holds nothing else
     * @throws IllegalArgumentException if the folder holds anything but an index
     * @throws UncheckedIOException if it cannot be read or written
     */
    public static ApproximateSearch open(SearchedImages images, Path index) {
        try {
            if (!SearchIndex.isOf(images, index)) {
                SearchIndex.build(images, index);
            }
            Directory directory = FSDirectory.open(index);
            return new ApproximateSearch(images, index, directory, DirectoryReader.open(directory));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot open search index " + index + ": " + e.getMessage(), e);
        }
    }

    @Override
    public List<List<SearchHit>> search(List<EmbeddingVector> queries, int count) {
        images.checkWidth(queries);
        try {
            IndexSearcher searcher = new IndexSearcher(reader);
            List<List<SearchHit>> hits = new ArrayList<>();
            for (EmbeddingVector query : queries) {
                hits.add(search(searcher, query, count));
            }
            return hits;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read search index " + index + ": " + e.getMessage(), e);
        }
    }

    private static List<SearchHit> search(IndexSearcher searcher, EmbeddingVector query, int count) throws IOException {
        KnnFloatVectorQuery nearest =
                new KnnFloatVectorQuery(SearchIndex.IMAGE, query.values(), Math.max(count, CANDIDATES));
        List<SearchHit> hits = new ArrayList<>();
        for (ScoreDoc found : searcher.search(nearest, count).scoreDocs) {
            Document row = searcher.storedFields().document(found.doc);
            // Lucene's score of a scalar product p is (1 + p) / 2: it must not be negative.
            hits.add(new SearchHit(row.get(SearchIndex.KEY), row.get(SearchIndex.CAPTION), 2 * found.score - 1.0));
        }
        return hits;
    }

    @Override
    public void close() {
        try {
            reader.close();
            directory.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close search index " + index + ": " + e.getMessage(), e);
        }
    }
}
