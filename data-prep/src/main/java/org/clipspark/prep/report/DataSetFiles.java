package org.clipspark.prep.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.clipspark.prep.shard.WholeFile;

/** Small files beside the shards of a data set, written by temporary file and rename. */
public final class DataSetFiles {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path folder;
    private final Configuration hadoop;

    /** The files of a folder. */
    public DataSetFiles(String folder, Configuration hadoop) {
        this.folder = new Path(folder);
        this.hadoop = hadoop;
    }

    /**
     * Writes a value as JSON.
     *
     * @throws UncheckedIOException if the file cannot be written
     */
    public void write(String name, Object value) {
        try {
            writeText(name, JSON.writeValueAsString(value) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A value that is no JSON: " + value, e);
        }
    }

    void writeText(String name, String text) {
        WholeFile.write(new Path(folder, name), text.getBytes(StandardCharsets.UTF_8), hadoop);
    }

    /** Reads a value; empty if there is no such file. */
    <T> Optional<T> read(String name, Class<T> type) {
        Path file = new Path(folder, name);
        return WholeFile.read(file, hadoop).map(content -> {
            try {
                return JSON.readValue(content, type);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
            }
        });
    }
}
