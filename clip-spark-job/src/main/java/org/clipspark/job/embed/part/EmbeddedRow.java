package org.clipspark.job.embed.part;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.clipspark.prep.shard.ShardSplit;

/**
 * One row of embeddings: an image with its captions, or a text alone. All embeddings of a row have unit length.
 *
 * @param key unique name
 * @param split part of the data set; empty for a text alone
 * @param row number within the split, or of the text, from 0
 * @param captions all captions, or the text
 * @param label number of the class, where there is one
 * @param className name of the class, where there is one
 * @param columns further columns; whatever is unknown is absent
 * @param image {@code [E]}, to be read only; no elements for a text alone
 * @param texts embedding {@code [E]} of each caption, to be read only
 */
public record EmbeddedRow(
        String key,
        Optional<ShardSplit> split,
        long row,
        List<String> captions,
        OptionalInt label,
        Optional<String> className,
        SortedMap<String, String> columns,
        EmbeddingVector image,
        List<EmbeddingVector> texts) {
    /** Copies the collections; checks that each caption has an embedding. */
    public EmbeddedRow {
        captions = List.copyOf(captions);
        columns = Collections.unmodifiableSortedMap(new TreeMap<>(columns));
        texts = List.copyOf(texts);
        if (captions.size() != texts.size()) {
            throw new IllegalArgumentException("Row " + key + " has " + captions.size() + " captions, but "
                    + texts.size() + " embeddings of them");
        }
    }

    /** The same with other embeddings. */
    public EmbeddedRow withEmbeddings(EmbeddingVector ofImage, List<EmbeddingVector> ofTexts) {
        return new EmbeddedRow(key, split, row, captions, label, className, columns, ofImage, ofTexts);
    }

    /** A text alone. */
    public static EmbeddedRow text(long number, String text, EmbeddingVector embedding) {
        return new EmbeddedRow(
                String.valueOf(number),
                Optional.empty(),
                number,
                List.of(text),
                OptionalInt.empty(),
                Optional.empty(),
                new TreeMap<>(),
                EmbeddingVector.NONE,
                List.of(embedding));
    }
}
