package org.clipspark.job.embed;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.clipspark.job.embed.part.EmbeddedPart;
import org.clipspark.job.embed.part.EmbeddedRow;
import org.clipspark.job.embed.part.EmbeddingFolder;
import org.clipspark.job.embed.part.EmbeddingManifest;
import org.clipspark.job.embed.part.EmbeddingVector;
import org.clipspark.job.eval.Embeddings;

/** Brings embeddings from disk into the driver's memory. */
final class EmbeddedSetReader {
    private final Matrix images;
    private final Matrix texts;
    private final List<String> keys = new ArrayList<>();
    private final List<RowPlace> places = new ArrayList<>();
    private final List<List<String>> captions = new ArrayList<>();
    private final List<OptionalInt> labels = new ArrayList<>();
    private final Map<String, List<String>> columns = new TreeMap<>();

    private EmbeddedSetReader(EmbeddingManifest manifest) {
        images = new Matrix(manifest.rows(), manifest.embeddingSize());
        texts = new Matrix(manifest.texts(), manifest.embeddingSize());
        manifest.columns().forEach(column -> columns.put(column, new ArrayList<>()));
    }

    /** Rows of embeddings, filled one after another. */
    private static final class Matrix {
        private final float[] values;
        private final int width;
        private int filled;

        Matrix(long rows, int width) {
            if (rows * width > Integer.MAX_VALUE - Long.BYTES) {
                throw new IllegalArgumentException(rows + " embeddings of width " + width
                        + " exceed the memory of one array; embed fewer rows, or write them with 'clip embed'");
            }
            this.values = new float[(int) (rows * width)];
            this.width = width;
        }

        void add(EmbeddingVector row) {
            System.arraycopy(row.values(), 0, values, filled, width);
            filled += width;
        }

        Embeddings toEmbeddings() {
            return Embeddings.of(values, width);
        }
    }

    static EmbeddedSet read(
            EmbeddingFolder folder, EmbeddingManifest manifest, EmbeddingTimes times, Configuration hadoop) {
        EmbeddedSetReader reader = new EmbeddedSetReader(manifest);
        for (EmbeddedPart part : manifest.parts()) {
            folder.read(part, hadoop).forEach(reader::add);
        }
        return new EmbeddedSet(
                manifest.wholeIdentity(),
                manifest.classNames(),
                manifest.skipped(),
                times,
                reader.images.toEmbeddings(),
                reader.texts.toEmbeddings(),
                new EmbeddedRows(reader.keys, reader.places, reader.captions, reader.labels, reader.columns));
    }

    static Embeddings texts(EmbeddingFolder folder, EmbeddingManifest manifest, Configuration hadoop) {
        Matrix texts = new Matrix(manifest.texts(), manifest.embeddingSize());
        for (EmbeddedPart part : manifest.parts()) {
            folder.read(part, hadoop).forEach(row -> row.texts().forEach(texts::add));
        }
        return texts.toEmbeddings();
    }

    private void add(EmbeddedRow row) {
        keys.add(row.key());
        row.split().ifPresent(split -> places.add(new RowPlace(split, row.row())));
        captions.add(row.captions());
        labels.add(row.label());
        columns.forEach((name, values) -> values.add(row.columns().getOrDefault(name, "")));
        images.add(row.image());
        row.texts().forEach(texts::add);
    }
}
