package org.clipspark.job.data;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.clipspark.model.input.ClipTokenizer;
import org.clipspark.model.input.TokenizerOptions;

/** The content of a tokenizer's vocabulary, on its way from the driver's disk to the executors. */
public final class Vocabulary implements Serializable {
    private static final long serialVersionUID = 1;

    private final String name;
    private final byte[] content;

    private Vocabulary(String name, byte[] content) {
        this.name = name;
        this.content = content;
    }

    /**
     * Reads a file.
     *
     * @param key what calls for it, for the message
     * @throws UncheckedIOException if it cannot be read
     */
    public static Vocabulary read(String key, Path file) {
        try {
            return new Vocabulary(String.valueOf(file.getFileName()), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + key + " " + file, e);
        }
    }

    /**
     * The tokenizer.
     *
     * @throws UncheckedIOException if the file is no vocabulary
     */
    public ClipTokenizer tokenizer(TokenizerOptions options) {
        try {
            // Named as the file was: the ending says of which kind it is.
            Path copy = Files.createTempFile("clip-vocabulary-", name);
            try {
                Files.write(copy, content);
                return ClipTokenizer.load(copy, options);
            } finally {
                Files.delete(copy);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot keep a copy of the vocabulary in the temporary folder", e);
        }
    }
}
