package org.clipspark.job.embed.part;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that embeddings depend on, by name: equal identities, on equal processors, mean equal embeddings.
 *
 * @param parts hashes and settings, each in one line
 */
public record EmbeddingIdentity(SortedMap<String, String> parts) {
    /** What the checkpoint holds, see {@code CheckpointSource.contentHash}. */
    public static final String CHECKPOINT = "checkpoint";
    /** Architecture of the model. */
    public static final String MODEL = "model";
    /** How a raster becomes numbers. */
    public static final String TRANSFORM = "transform";
    /** Vocabulary and cleaning of captions. */
    public static final String TOKENIZER = "tokenizer";
    /** The data set's manifest. */
    public static final String DATA = "data_manifest";
    /** The data set's list of erased rows; only there where there is one. */
    public static final String TOMBSTONES = "tombstones";
    /** Which rows. */
    public static final String SPLIT = "split";
    /** How many of them, and whether with captions; only there where it is not all with captions. */
    public static final String SCOPE = "scope";
    /** Further columns; only there where there are some. */
    public static final String COLUMNS = "columns";
    /** What is done to each image, with its seed. */
    public static final String CHANGE = "change";
    /** The texts, of embeddings of texts alone. */
    public static final String TEXTS = "texts";
    /** Images or texts that the encoders work on at once. */
    public static final String BATCH_SIZE = "batch_size";
    /** Version of the format on disk and of how embeddings are computed. */
    public static final String FORMAT = "format";

    /** Copies the map. */
    public EmbeddingIdentity {
        SortedMap<String, String> copy = new TreeMap<>(parts);
        copy.forEach((name, value) -> {
            if (value.isEmpty() || value.indexOf('\n') >= 0) {
                throw new IllegalArgumentException(
                        "Part '" + name + "' of an identity must be one line of text, got '" + value + "'");
            }
        });
        parts = Collections.unmodifiableSortedMap(copy);
    }

    /** Hexadecimal SHA-256 over all parts, 64 digits: the name of the embeddings in a cache. */
    public String hash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            parts.forEach((name, value) -> digest.update((name + "=" + value + "\n").getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }

    /** Names of the parts that differ or that only one of the two has, in alphabetical order. */
    public List<String> differences(EmbeddingIdentity other) {
        SortedMap<String, String> all = new TreeMap<>(parts);
        all.putAll(other.parts);
        return all.keySet().stream()
                .filter(name -> !Map.of(name, parts.getOrDefault(name, ""))
                        .equals(Map.of(name, other.parts.getOrDefault(name, ""))))
                .toList();
    }
}
