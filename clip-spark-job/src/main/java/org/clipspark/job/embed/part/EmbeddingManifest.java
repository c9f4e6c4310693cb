package org.clipspark.job.embed.part;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a finished folder of embeddings consists of. It is written last: a part that no manifest lists does not exist.
 *
 * @param formatVersion {@link #FORMAT_VERSION}
 * @param identity everything that the embeddings depend on, see {@link EmbeddingIdentity}
 * @param sources from where the checkpoint, the vocabulary and the data were read, by {@link #CHECKPOINT}, {@link
 *     #VOCABULARY} and {@link #SHARDS}; for people, and to find them again
 * @param versions of what computed the embeddings
 * @param embeddingSize width of an embedding, {@code E}
 * @param classNames names of the classes by label, empty without classes
 * @param columns further columns of the rows
 * @param parts in the order of the data set
 */
public record EmbeddingManifest(
        int formatVersion,
        SortedMap<String, String> identity,
        Map<String, String> sources,
        Map<String, String> versions,
        int embeddingSize,
        List<String> classNames,
        List<String> columns,
        List<EmbeddedPart> parts) {
    /** Version of the format that this code reads and writes. */
    public static final int FORMAT_VERSION = 1;
    /** Name of the manifest within the folder. */
    public static final String FILE_NAME = "embeddings.json";
    /** Source: the checkpoint. */
    public static final String CHECKPOINT = "checkpoint";
    /** Source: the tokenizer's vocabulary. */
    public static final String VOCABULARY = "vocabulary";
    /** Source: the data set; only there where there is one. */
    public static final String SHARDS = "shards";

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

    /** Copies the collections. */
    public EmbeddingManifest {
        identity = Collections.unmodifiableSortedMap(new TreeMap<>(identity));
        sources = new TreeMap<>(sources);
        versions = new TreeMap<>(versions);
        classNames = List.copyOf(classNames);
        columns = List.copyOf(columns);
        parts = List.copyOf(parts);
        if (embeddingSize < 1) {
            throw new IllegalArgumentException("embeddingSize must be at least 1, got " + embeddingSize);
        }
    }

    /** The identity as one thing. */
    @JsonIgnore
    public EmbeddingIdentity wholeIdentity() {
        return new EmbeddingIdentity(identity);
    }

    /** Rows of all parts. */
    @JsonIgnore
    public long rows() {
        return parts.stream().mapToLong(EmbeddedPart::rows).sum();
    }

    /** Embeddings of texts of all parts. */
    @JsonIgnore
    public long texts() {
        return parts.stream().mapToLong(EmbeddedPart::texts).sum();
    }

    /** Rows without an embedding, in the order of the data set. */
    @JsonIgnore
    public List<SkippedRow> skipped() {
        return parts.stream().flatMap(part -> part.skipped().stream()).toList();
    }

    byte[] toJson() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A manifest is always JSON", e);
        }
    }

    static EmbeddingManifest parse(byte[] json) throws IOException {
        if (JSON.readTree(json).isNull()) {
            throw new IOException("the JSON is no object");
        }
        EmbeddingManifest manifest = JSON.readValue(json, EmbeddingManifest.class);
        if (manifest.formatVersion() != FORMAT_VERSION) {
            throw new IOException("format version " + manifest.formatVersion() + ", expected " + FORMAT_VERSION);
        }
        return manifest;
    }
}
