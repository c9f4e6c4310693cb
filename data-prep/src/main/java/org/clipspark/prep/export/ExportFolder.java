package org.clipspark.prep.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.clipspark.prep.shard.WholeFile;

/** The folder of an export. A note says which data set it is of, so that archives of two are never mixed. */
final class ExportFolder {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String NOTE = "export.json";

    private final Path folder;
    private final Configuration hadoop;

    /**
     * What is exported.
     *
     * @param contentHash of the data set
     * @param tombstones digest of its list of erased keys, or the empty string
     */
    record Note(String contentHash, String tombstones) {}

    ExportFolder(Path folder, Configuration hadoop) {
        this.folder = folder;
        this.hadoop = hadoop;
    }

    /**
     * Begins, or goes on with an export of the same data.
     *
     * @throws IllegalArgumentException if the folder holds anything else
     * @throws UncheckedIOException if it cannot be read or written
     */
    void begin(Note note) {
        byte[] wanted = bytes(note);
        Optional<byte[]> found = WholeFile.read(new Path(folder, NOTE), hadoop);
        if (found.isPresent() && !Arrays.equals(found.orElseThrow(), wanted)) {
            throw new IllegalArgumentException(
                    "output " + folder
                            + " holds archives of another data set, or of this one before rows were erased; remove it or choose another");
        }
        if (found.isEmpty()) {
            requireEmpty();
            WholeFile.write(new Path(folder, NOTE), wanted, hadoop);
        }
    }

    private void requireEmpty() {
        try {
            for (FileStatus file : folder.getFileSystem(hadoop).listStatus(folder)) {
                if (!file.getPath().getName().startsWith(".")) {
                    throw new IllegalArgumentException("output " + folder + " holds other files ("
                            + file.getPath().getName() + "); choose a folder that is new or empty");
                }
            }
        } catch (FileNotFoundException e) {
            // It is made with its first file.
            return;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read output " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Writes a small file as JSON. */
    void write(String name, Object value) {
        WholeFile.write(new Path(folder, name), bytes(value), hadoop);
    }

    private static byte[] bytes(Object value) {
        try {
            return (JSON.writeValueAsString(value) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A value that is no JSON: " + value, e);
        }
    }
}
