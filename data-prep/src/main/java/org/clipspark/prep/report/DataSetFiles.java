package org.clipspark.prep.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

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
        Path file = new Path(folder, name);
        Path temporary = new Path(folder, "." + name + ".tmp");
        try {
            FileSystem fileSystem = folder.getFileSystem(hadoop);
            try (OutputStream out = fileSystem.create(temporary, true)) {
                out.write(text.getBytes(StandardCharsets.UTF_8));
            }
            fileSystem.delete(file, false);
            if (!fileSystem.rename(temporary, file)) {
                throw new IOException("rename from " + temporary + " was refused");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /** Reads a value; empty if there is no such file. */
    <T> Optional<T> read(String name, Class<T> type) {
        Path file = new Path(folder, name);
        try (InputStream in = folder.getFileSystem(hadoop).open(file)) {
            return Optional.of(JSON.readValue(in.readAllBytes(), type));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
