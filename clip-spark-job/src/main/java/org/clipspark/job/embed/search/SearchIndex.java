package org.clipspark.job.embed.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene912.Lucene912Codec;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.clipspark.job.embed.part.EmbeddedRow;

/** An index of embeddings in a folder of a local disk; it appears there whole. */
final class SearchIndex {
    static final String KEY = "key";
    static final String CAPTION = "caption";
    static final String IMAGE = "image";

    /** Under which an index says of which embeddings it is. */
    private static final String EMBEDDINGS = "embeddings";
    /** Names of the files of an index: its list of segments, the segments, the lock. */
    private static final Pattern OWN = Pattern.compile("segments_\\w+|_\\w+\\.\\w+|write\\.lock");
    /** Vectors gathered in memory before they are linked; the graph that counts is that of all together. */
    private static final double BUFFER_MEGABYTES = 256;

    private SearchIndex() {}

    /** Whether there is an index of these images. */
    static boolean isOf(SearchedImages images, Path folder) throws IOException {
        List<String> names = names(folder);
        if (names.isEmpty()) {
            return false;
        }
        // An index of other embeddings is replaced, and nothing else may go with it.
        for (String name : names) {
            if (!OWN.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        folder + " holds other files (" + name + "); choose a folder that is new or empty");
            }
        }
        try (Directory directory = FSDirectory.open(folder);
                DirectoryReader reader = DirectoryReader.open(directory)) {
            Map<String, String> facts = reader.getIndexCommit().getUserData();
            return images.fingerprint().equals(facts.get(EMBEDDINGS));
        }
    }

    private static List<String> names(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    /** Makes the index under a hidden name and puts it in the place of what is there. */
    static void build(SearchedImages images, Path folder) throws IOException {
        Path temporary = folder.resolveSibling("." + folder.getFileName() + ".tmp");
        delete(temporary);
        Files.createDirectories(temporary);
        // One thread adds and merges: equal embeddings then give equal graphs.
        IndexWriterConfig config = new IndexWriterConfig()
                .setOpenMode(IndexWriterConfig.OpenMode.CREATE)
                .setRAMBufferSizeMB(BUFFER_MEGABYTES)
                .setMergeScheduler(new SerialMergeScheduler())
                .setUseCompoundFile(false)
                .setCodec(new Lucene912Codec() {
                    @Override
                    public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                        return new WideVectors();
                    }
                });
        try (Directory directory = FSDirectory.open(temporary);
                IndexWriter writer = new IndexWriter(directory, config)) {
            images.forEach(row -> add(writer, row));
            writer.forceMerge(1);
            writer.setLiveCommitData(Map.of(EMBEDDINGS, images.fingerprint()).entrySet());
            writer.commit();
        }
        delete(folder);
        Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void add(IndexWriter writer, EmbeddedRow row) {
        Document document = new Document();
        document.add(new StoredField(KEY, row.key()));
        document.add(new StoredField(
                CAPTION, row.captions().isEmpty() ? "" : row.captions().get(0)));
        document.add(new KnnFloatVectorField(IMAGE, row.image().values(), VectorSimilarityFunction.DOT_PRODUCT));
        try {
            writer.addDocument(document);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot add key=" + row.key() + " to a search index: " + e.getMessage(), e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
