package org.clipspark.job.embed;

import java.io.Serializable;
import java.util.List;

/**
 * What to embed by which checkpoint.
 *
 * @param checkpoint what {@link CheckpointSource#open} opens
 * @param vocabulary path of the tokenizer's vocabulary on the driver: that of the checkpoint's training
 * @param shards folder that {@code clip prep run} wrote; a path, or an address that Hadoop can open
 * @param split which part of it
 * @param scope how many rows of that part, and whether with captions
 * @param columns further columns of the shards to keep with the rows, such as {@code language}; those that {@link
 *     EmbeddedSet} has anyway are refused when the data set is opened
 * @param batchSize images or texts that the encoders work on at once, at least 1; it may change the last bits of an
 *     embedding, so it is part of what tells embeddings apart
 * @param change what is done to each image
 * @param seed of the change
 */
public record EmbeddingRequest(
        String checkpoint,
        String vocabulary,
        String shards,
        SplitChoice split,
        RowScope scope,
        List<String> columns,
        int batchSize,
        ImageChange change,
        long seed)
        implements Serializable {
    /** Checks the values and copies the list. */
    public EmbeddingRequest {
        columns = List.copyOf(columns);
        checkGiven("checkpoint", checkpoint);
        checkGiven("vocabulary", vocabulary);
        checkGiven("shards", shards);
        if (batchSize < 1) {
            throw new IllegalArgumentException("The batch size must be at least 1, got " + batchSize);
        }
        if (change.name().isBlank() || change.name().lines().count() > 1) {
            throw new IllegalArgumentException(
                    "The name of an image change must be one line, got '" + change.name() + "'");
        }
    }

    /** The images and captions of a split as they are, without further columns. */
    public static EmbeddingRequest of(
            String checkpoint, String vocabulary, String shards, SplitChoice split, int batchSize) {
        return new EmbeddingRequest(
                checkpoint, vocabulary, shards, split, RowScope.ALL, List.of(), batchSize, ImageChange.NONE, 0);
    }

    /** The same with other further columns. */
    public EmbeddingRequest withColumns(List<String> others) {
        return new EmbeddingRequest(checkpoint, vocabulary, shards, split, scope, others, batchSize, change, seed);
    }

    /** The same with images changed. */
    public EmbeddingRequest withChange(ImageChange other, long otherSeed) {
        return new EmbeddingRequest(checkpoint, vocabulary, shards, split, scope, columns, batchSize, other, otherSeed);
    }

    /** The same of other rows. */
    public EmbeddingRequest withScope(RowScope other) {
        return new EmbeddingRequest(checkpoint, vocabulary, shards, split, other, columns, batchSize, change, seed);
    }

    private static void checkGiven(String what, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("No " + what + " given, got '" + value + "'");
        }
    }
}
