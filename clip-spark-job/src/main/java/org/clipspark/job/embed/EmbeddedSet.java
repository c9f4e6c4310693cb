package org.clipspark.job.embed;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.clipspark.job.embed.part.EmbeddingIdentity;
import org.clipspark.job.embed.part.SkippedRow;
import org.clipspark.job.eval.Embeddings;

/**
 * A data set as a checkpoint sees it, in the memory of the driver: N images and M captions in the order of the data set,
 * all of unit length. Rows whose image cannot be decoded are not among them; {@link #skipped} names them.
 */
public final class EmbeddedSet {
    private final EmbeddingIdentity identity;
    private final List<String> classNames;
    private final List<SkippedRow> skipped;
    private final EmbeddingTimes times;
    private final Embeddings images;
    private final Embeddings texts;
    private final EmbeddedRows rows;

    EmbeddedSet(
            EmbeddingIdentity identity,
            List<String> classNames,
            List<SkippedRow> skipped,
            EmbeddingTimes times,
            Embeddings images,
            Embeddings texts,
            EmbeddedRows rows) {
        this.identity = identity;
        this.classNames = List.copyOf(classNames);
        this.skipped = List.copyOf(skipped);
        this.times = times;
        this.images = images;
        this.texts = texts;
        this.rows = rows;
    }

    /** Everything that the embeddings depend on. */
    public EmbeddingIdentity identity() {
        return identity;
    }

    /** {@code [N]}: unique names of the rows. */
    public List<String> keys() {
        return rows.keys();
    }

    /** {@code [N]}: where in the data set the rows are. */
    public List<RowPlace> places() {
        return rows.places();
    }

    /** {@code [N, E]}. */
    public Embeddings images() {
        return images;
    }

    /** {@code [N]}: all captions of each image, at least one; none where they were not asked for. */
    public List<List<String>> captions() {
        return rows.captions();
    }

    /** {@code [M, E]}: all captions of the first image, then those of the second, and so on. */
    public Embeddings texts() {
        return texts;
    }

    /** {@code [M]}: row of the image to which each text belongs, ascending; a new array. */
    public int[] textToImage() {
        int[] owners = new int[texts.rows()];
        int text = 0;
        for (int image = 0; image < rows.captions().size(); image++) {
            for (int i = 0; i < rows.captions().get(image).size(); i++) {
                owners[text++] = image;
            }
        }
        return owners;
    }

    /** {@code [N]}: number of the class, from 0, where a row has one. */
    public List<OptionalInt> labels() {
        return rows.labels();
    }

    /** Names of the classes by label; empty without classes. */
    public List<String> classNames() {
        return classNames;
    }

    /** Names of the further columns that were asked for. */
    public Set<String> columns() {
        return rows.columns().keySet();
    }

    /**
     * {@code [N]}: values of a further column, empty text where a row has none.
     *
     * @throws IllegalArgumentException if the column was not asked for
     */
    public List<String> column(String name) {
        List<String> values = rows.columns().get(name);
        if (values == null) {
            throw new IllegalArgumentException("No column '" + name + "' beside the embeddings (there are: " + columns()
                    + "); name it in the request");
        }
        return values;
    }

    /** Rows without an embedding, in the order of the data set. */
    public List<SkippedRow> skipped() {
        return skipped;
    }

    /** What it took to compute what was not there yet. */
    public EmbeddingTimes times() {
        return times;
    }
}
