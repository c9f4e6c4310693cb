package org.clipspark.prep.shard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What a finished data set consists of. It is written last, by temporary file and rename: a shard that no manifest
 * lists does not exist.
 *
 * @param formatVersion {@link #FORMAT_VERSION}
 * @param imageColumn name of the column that holds the image bytes
 * @param seed of the global shuffle
 * @param rowsIn rows that the sources delivered
 * @param rejected reason to count; {@code rowsIn} is their sum plus the rows of all shards
 * @param classNames class names by label, empty where the source has no classes; a label that no pair has is an empty
 *     name
 * @param shards in reading order
 */
public record ShardManifest(
        int formatVersion,
        String imageColumn,
        long seed,
        long rowsIn,
        Map<String, Long> rejected,
        List<String> classNames,
        List<Shard> shards) {
    /** Version of the format that this code reads and writes. */
    public static final int FORMAT_VERSION = 1;
    /** Name of the manifest within a data set's folder. */
    public static final String FILE_NAME = "manifest.json";

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

    /**
     * One Parquet file.
     *
     * @param file path relative to the data set's folder
     * @param split the part it belongs to
     * @param rows rows in it
     * @param bytes its length
     * @param sha256 hexadecimal digest of the file
     * @param rowGroupRows rows of each row group, in file order
     */
    public record Shard(String file, ShardSplit split, long rows, long bytes, String sha256, List<Long> rowGroupRows)
            implements Serializable {
        /** Copies the list; checks that the file lies in the folder and that the row groups sum to the rows. */
        public Shard {
            rowGroupRows = List.copyOf(rowGroupRows);
            // A manifest from elsewhere must not make a reader open files that are none of the data set's.
            boolean isOutside = file.startsWith("/")
                    || file.contains(":")
                    || List.of(file.split("/", -1)).contains("..");
            if (isOutside) {
                throw new IllegalArgumentException(
                        "A shard's file must lie in the data set's folder, got '" + file + "'");
            }
            long sum = rowGroupRows.stream().mapToLong(Long::longValue).sum();
            if (sum != rows || rowGroupRows.stream().anyMatch(group -> group < 0)) {
                throw new IllegalArgumentException(
                        "Shard " + file + " has " + rows + " rows, its row groups " + rowGroupRows);
            }
        }
    }

    /** Copies the collections. */
    public ShardManifest {
        rejected = new TreeMap<>(rejected);
        classNames = List.copyOf(classNames);
        shards = List.copyOf(shards);
    }

    /** Shards of one split, in reading order. */
    public List<Shard> shards(ShardSplit split) {
        return shards.stream().filter(shard -> shard.split() == split).toList();
    }

    /** Rows of one split. */
    public long rows(ShardSplit split) {
        return shards(split).stream().mapToLong(Shard::rows).sum();
    }

    /** Hexadecimal SHA-256 over the shards' names and digests: the identity of the data, whatever its folder. */
    public String contentHash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Shard shard : shards) {
                digest.update((shard.file() + ' ' + shard.sha256() + '\n').getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }

    /**
     * Reads the manifest of a data set.
     *
     * @throws UncheckedIOException if there is none or it cannot be read; the message says what to do
     */
    public static ShardManifest load(Path folder, Configuration hadoop) {
        Path file = new Path(folder, FILE_NAME);
        try (InputStream in = file.getFileSystem(hadoop).open(file)) {
            byte[] content = in.readAllBytes();
            if (JSON.readTree(content).isNull()) {
                throw new IOException("the JSON is no object");
            }
            ShardManifest manifest = JSON.readValue(content, ShardManifest.class);
            if (manifest.formatVersion() != FORMAT_VERSION) {
                throw new IOException("format version " + manifest.formatVersion() + ", expected " + FORMAT_VERSION);
            }
            return manifest;
        } catch (FileNotFoundException e) {
            throw new UncheckedIOException(
                    "No data set at " + folder + ": " + FILE_NAME + " is missing; make one with 'clip prep run'", e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Writes the manifest: temporary file first, then rename.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    public void save(Path folder, Configuration hadoop) {
        try {
            WholeFile.write(new Path(folder, FILE_NAME), JSON.writeValueAsBytes(this), hadoop);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A manifest is always JSON", e);
        }
    }
}
