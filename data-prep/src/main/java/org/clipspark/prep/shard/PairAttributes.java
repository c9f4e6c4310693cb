package org.clipspark.prep.shard;

import java.io.Serializable;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What metadata and measurement say about a pair beyond its words; whatever is unknown is absent.
 *
 * @param scores finite numbers by column, of {@link #SCORES}
 * @param tags texts by column, of {@link #TAGS}, never empty
 * @param embedding of the image, of any length; empty where there is none
 */
public record PairAttributes(SortedMap<String, Double> scores, SortedMap<String, String> tags, List<Float> embedding)
        implements Serializable {
    /** Columns that hold numbers. */
    public static final List<String> SCORES =
            List.of(ShardSchema.SIMILARITY, ShardSchema.PUNSAFE, ShardSchema.PWATERMARK, ShardSchema.AESTHETIC);
    /** Columns that hold texts. */
    public static final List<String> TAGS = List.of(
            ShardSchema.UID,
            ShardSchema.EXPECTED_HASH,
            ShardSchema.NSFW,
            ShardSchema.LICENSE,
            ShardSchema.LANGUAGE,
            ShardSchema.BOXES,
            ShardSchema.EXIF,
            ShardSchema.PERCEPTUAL_HASH);
    /** Nothing known. */
    public static final PairAttributes NONE = new PairAttributes(new TreeMap<>(), new TreeMap<>(), List.of());

    /** Copies; checks the columns. */
    public PairAttributes {
        scores = new TreeMap<>(scores);
        tags = new TreeMap<>(tags);
        embedding = List.copyOf(embedding);
        if (!SCORES.containsAll(scores.keySet()) || !TAGS.containsAll(tags.keySet())) {
            throw new IllegalArgumentException(
                    "Attributes are " + SCORES + " and " + TAGS + ", got " + scores.keySet() + " and " + tags.keySet());
        }
    }

    /** The same with a score; a number that is not finite says nothing and is left out. */
    public PairAttributes withScore(String column, double value) {
        if (!Double.isFinite(value)) {
            return this;
        }
        SortedMap<String, Double> more = new TreeMap<>(scores);
        more.put(column, value);
        return new PairAttributes(more, tags, embedding);
    }

    /** The same with a text; an empty one says nothing and is left out. */
    public PairAttributes withTag(String column, String value) {
        if (value.isEmpty()) {
            return this;
        }
        SortedMap<String, String> more = new TreeMap<>(tags);
        more.put(column, value);
        return new PairAttributes(scores, more, embedding);
    }

    /** The same with an embedding. */
    public PairAttributes withEmbedding(List<Float> other) {
        return new PairAttributes(scores, tags, other);
    }
}
