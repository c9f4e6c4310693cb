package org.clipspark.prep.export;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.clipspark.prep.shard.ImageBytes;
import org.clipspark.prep.shard.WholeFile;

/** Keys of rows that no reader may use, as the file {@code tombstones.txt} of a data set lists them. */
final class ErasedKeys implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final String FILE_NAME = "tombstones.txt";
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final HashSet<String> keys = new HashSet<>();
    private final String identity;

    private ErasedKeys(Optional<byte[]> file) {
        identity = file.map(content -> new ImageBytes(content).sha256()).orElse("");
        String text =
                file.map(content -> new String(content, StandardCharsets.UTF_8)).orElse("");
        String list = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        list.lines()
                .map(String::trim)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(keys::add);
    }

    /**
     * Reads the list, where there is one.
     *
     * @throws UncheckedIOException if it is there and cannot be read
     */
    static ErasedKeys load(Path data, Configuration hadoop) {
        Path file = new Path(data, FILE_NAME);
        try {
            // Not left to the failure to open it: a local file that may not be read fails just as a missing one.
            if (!file.getFileSystem(hadoop).exists(file)) {
                return new ErasedKeys(Optional.empty());
            }
            return new ErasedKeys(Optional.of(WholeFile.read(file, hadoop)
                    .orElseThrow(() -> new IOException("it is there and cannot be opened"))));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read tombstones " + file + ": " + e.getMessage(), e);
        }
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    boolean has(String key) {
        return keys.contains(key);
    }

    /** Digest of the list, byte for byte; the empty string where there is none. */
    String identity() {
        return identity;
    }
}
