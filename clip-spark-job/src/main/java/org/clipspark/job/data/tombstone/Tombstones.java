package org.clipspark.job.data.tombstone;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The keys of a run whose rows must reach no batch: those of one file, which are looked for in every source, and those of
 * a file in a source's own folder, which are of that source alone. Read once, on the driver; immutable from then on.
 */
public final class Tombstones implements Serializable {
    /** Name of a source's own list within its folder. */
    public static final String FILE_NAME = "tombstones.txt";
    /** No list at all. */
    public static final Tombstones NONE = new Tombstones();

    private static final long serialVersionUID = 1;
    private static final int ALL_SOURCES = -1;

    private final KeyTable keys = new KeyTable();
    private String hash = "";

    private Tombstones() {}

    /**
     * Reads all lists.
     *
     * @param file of keys of all sources; empty for none
     * @param folders of the sources, in their order
     * @throws IllegalArgumentException if the file is not there
     * @throws UncheckedIOException if a list cannot be read or is none; the message names it
     */
    public static Tombstones load(String file, List<String> folders, Configuration hadoop) {
        Tombstones tombstones = new Tombstones();
        MessageDigest all = KeyHash.sha256();
        boolean hasList = !file.isEmpty();
        if (hasList) {
            Path path = new Path(file);
            if (!isThere(path, hadoop)) {
                throw new IllegalArgumentException("data.tombstones " + file + ": no such file");
            }
            tombstones.add(path, hadoop, ALL_SOURCES, all);
        }
        for (int source = 0; source < folders.size(); source++) {
            Path path = new Path(folders.get(source), FILE_NAME);
            if (isThere(path, hadoop)) {
                tombstones.add(path, hadoop, source, all);
                hasList = true;
            }
        }
        tombstones.hash = hasList ? HexFormat.of().formatHex(all.digest()) : "";
        return tombstones;
    }

    // Not left to the failure to open it: a local file that may not be read fails just as a missing one, and its keys
    // would be trained on.
    private static boolean isThere(Path file, Configuration hadoop) {
        try {
            return file.getFileSystem(hadoop).exists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read tombstones " + file + ": " + e.getMessage(), e);
        }
    }

    private void add(Path file, Configuration hadoop, int source, MessageDigest all) {
        MessageDigest digest = KeyHash.sha256();
        KeyHash hasher = new KeyHash();
        try (InputStream in = new DigestInputStream(file.getFileSystem(hadoop).open(file), digest)) {
            TombstoneFile.read(in, key -> {
                hasher.take(key);
                keys.add(source == ALL_SOURCES ? hasher.high() : hasher.high(source), hasher.low());
            });
        } catch (IOException | IllegalStateException e) {
            throw new UncheckedIOException(
                    "Cannot read tombstones " + file + ": " + e.getMessage(), new IOException(e));
        }
        all.update((source + " " + HexFormat.of().formatHex(digest.digest()) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Whether no key is listed. */
    public boolean isEmpty() {
        return keys.size() == 0;
    }

    /** Keys that are listed, each counted once in each list. */
    public long keys() {
        return keys.size();
    }

    /** Hexadecimal identity of all lists, byte for byte; empty if there is none. */
    public String hash() {
        return hash;
    }

    int slots() {
        return keys.slots();
    }

    /** A way to ask for the keys of one source, for one thread. */
    public Lookup lookup(int source) {
        return new Lookup(keys, source);
    }

    /** Asks for keys of one source. Not safe for use by several threads. */
    public static final class Lookup {
        private final KeyTable keys;
        private final int source;
        private final KeyHash hash = new KeyHash();

        private Lookup(KeyTable keys, int source) {
            this.keys = keys;
            this.source = source;
        }

        /** Whether the row with that key, in UTF-8, must reach no batch. */
        public boolean has(byte[] key) {
            return find(key, slot -> {});
        }

        /** The same; also tells the numbers of the entries that say so. */
        boolean find(byte[] key, IntConsumer entries) {
            if (keys.size() == 0) {
                return false;
            }
            hash.take(key);
            OptionalInt common = keys.find(hash.high(), hash.low());
            OptionalInt own = keys.find(hash.high(source), hash.low());
            common.ifPresent(entries);
            own.ifPresent(entries);
            return common.isPresent() || own.isPresent();
        }
    }
}
