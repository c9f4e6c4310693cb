package org.clipspark.job.embed.part;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.clipspark.prep.shard.DigestingOutputFile;
import org.clipspark.prep.shard.WholeFile;

/**
 * The folder of one set of embeddings, in the making or finished, wherever Hadoop can write. A part appears whole under a
 * name that has its digest, and a marker with the identity says whose an unfinished folder is.
 *
 * @param location its path or address
 */
public record EmbeddingFolder(String location) implements Serializable {
    private static final String MARKER = "unfinished.json";
    private static final String PARTS = "parts";
    private static final int SLICE_BYTES = 1 << 16;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The folder of the Parquet files: what other programs read. */
    public Path parts() {
        return new Path(location, PARTS);
    }

    /**
     * The manifest, or empty if the embeddings are not complete.
     *
     * @throws UncheckedIOException if it cannot be read or is none
     */
    public Optional<EmbeddingManifest> manifest(Configuration hadoop) {
        Path file = new Path(location, EmbeddingManifest.FILE_NAME);
        Optional<byte[]> json = WholeFile.read(file, hadoop);
        if (json.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(EmbeddingManifest.parse(json.get()));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * The manifest of embeddings that must be complete.
     *
     * @throws IllegalArgumentException if they are not
     */
    public EmbeddingManifest complete(Configuration hadoop) {
        return manifest(hadoop)
                .orElseThrow(() -> new IllegalArgumentException("No embeddings at " + location + ": "
                        + EmbeddingManifest.FILE_NAME + " is missing; make them with 'clip embed'"));
    }

    /**
     * Makes the folder that of these embeddings, if it is not yet.
     *
     * @throws IllegalArgumentException if it holds anything else
     * @throws UncheckedIOException if it cannot be read or written
     */
    public void claim(EmbeddingIdentity identity, Configuration hadoop) {
        Optional<EmbeddingIdentity> owner = owner(hadoop);
        if (owner.isPresent()) {
            List<String> differences = owner.get().differences(identity);
            if (!differences.isEmpty()) {
                throw new IllegalArgumentException(location + " holds other embeddings: they differ in "
                        + String.join(", ", differences) + "; choose another folder");
            }
            return;
        }
        requireEmpty(hadoop);
        try {
            WholeFile.write(new Path(location, MARKER), JSON.writeValueAsBytes(identity.parts()), hadoop);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An identity is always JSON", e);
        }
    }

    private Optional<EmbeddingIdentity> owner(Configuration hadoop) {
        Optional<EmbeddingManifest> manifest = manifest(hadoop);
        if (manifest.isPresent()) {
            return manifest.map(EmbeddingManifest::wholeIdentity);
        }
        Path marker = new Path(location, MARKER);
        return WholeFile.read(marker, hadoop).map(json -> identity(marker, json));
    }

    private static EmbeddingIdentity identity(Path marker, byte[] json) {
        try {
            TreeMap<String, String> parts = new TreeMap<>();
            for (var field : JSON.readTree(json).properties()) {
                parts.put(field.getKey(), field.getValue().asText());
            }
            return new EmbeddingIdentity(parts);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + marker + ": " + e.getMessage(), e);
        }
    }

    private void requireEmpty(Configuration hadoop) {
        List<String> names = names(new Path(location), hadoop);
        if (!names.isEmpty()) {
            throw new IllegalArgumentException(
                    location + " holds other files (" + names.get(0) + "); choose a folder that is new or empty");
        }
    }

    /** Names of the files that are called as parts are, in the order of their numbers. */
    public List<String> found(Configuration hadoop) {
        return names(parts(), hadoop).stream()
                .filter(EmbeddedPart::isName)
                .sorted(Comparator.<String>comparingInt(EmbeddedPart::number).thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private List<String> names(Path folder, Configuration hadoop) {
        List<String> names = new ArrayList<>();
        try {
            for (FileStatus status : folder.getFileSystem(hadoop).listStatus(folder)) {
                names.add(status.getPath().getName());
            }
        } catch (FileNotFoundException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + folder + ": " + e.getMessage(), e);
        }
        return names;
    }

    /**
     * A part that was found, if it is whole: its bytes have the digest that its name promises.
     *
     * @throws UncheckedIOException if it cannot be read
     */
    public Optional<EmbeddedPart> whole(String name, Configuration hadoop) {
        try {
            Optional<byte[]> content = sound(name, hadoop);
            return content.isEmpty() ? Optional.empty() : Optional.of(PartFile.describe(name, content.get()));
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    /**
     * The rows of a part.
     *
     * @throws UncheckedIOException if it cannot be read or is damaged; the message says what to do
     */
    public List<EmbeddedRow> read(EmbeddedPart part, Configuration hadoop) {
        try {
            byte[] content = sound(part.file(), hadoop)
                    .orElseThrow(() -> new IOException("it is damaged or missing; 'clip embed' computes it again"));
            return PartFile.read(content);
        } catch (IOException e) {
            throw unreadable(part.file(), e);
        }
    }

    private UncheckedIOException unreadable(String name, IOException e) {
        return new UncheckedIOException("Cannot read " + new Path(parts(), name) + ": " + e.getMessage(), e);
    }

    /** The content of a part if it is there with the digest that its name promises. */
    private Optional<byte[]> sound(String name, Configuration hadoop) throws IOException {
        Path file = new Path(parts(), name);
        try (InputStream in = file.getFileSystem(hadoop).open(file, SLICE_BYTES)) {
            byte[] content = in.readAllBytes();
            boolean isSound = HexFormat.of().formatHex(sha256().digest(content)).equals(EmbeddedPart.sha256(name));
            return isSound ? Optional.of(content) : Optional.empty();
        } catch (FileNotFoundException | ChecksumException e) {
            // Local files have checksums of Hadoop's own, which notice damage first.
            return Optional.empty();
        }
    }

    /**
     * Writes a part: under a temporary name first, then by a rename. One of the same name that is whole stays, one that
     * is damaged goes.
     *
     * @param number of the part, from 0
     * @param attempt tells writers of the same part apart
     * @param columns further columns of the rows
     * @throws UncheckedIOException if it cannot be written
     */
    public EmbeddedPart write(
            int number, String attempt, List<String> columns, EmbeddedUnit unit, Configuration hadoop) {
        Path temporary = new Path(parts(), ".part-" + number + "." + attempt + ".tmp");
        try {
            FileSystem fileSystem = temporary.getFileSystem(hadoop);
            DigestingOutputFile output = new DigestingOutputFile(HadoopOutputFile.fromPath(temporary, hadoop));
            PartFile.write(output, columns, unit, hadoop);
            String sha256 = output.sha256();
            String name = EmbeddedPart.fileName(number, sha256);
            place(fileSystem, temporary, name, hadoop);
            return new EmbeddedPart(
                    name, unit.range(), unit.rows().size(), unit.texts(), output.length(), sha256, unit.skipped());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + temporary + ": " + e.getMessage(), e);
        }
    }

    private void place(FileSystem fileSystem, Path temporary, String name, Configuration hadoop) throws IOException {
        Path file = new Path(parts(), name);
        if (sound(name, hadoop).isPresent()) {
            // Another attempt of the same task came this far; its success may be known already, so its file stays.
            fileSystem.delete(temporary, false);
            return;
        }
        fileSystem.delete(file, false);
        if (!fileSystem.rename(temporary, file) && sound(name, hadoop).isEmpty()) {
            throw new IOException("rename to " + file + " was refused");
        }
    }

    /**
     * Completes the embeddings: what belongs to none of their parts goes, and the manifest comes last. A manifest that
     * lists the same parts stays as it is.
     *
     * @return the manifest that is there now
     * @throws UncheckedIOException if something cannot be removed or written
     */
    public EmbeddingManifest finish(EmbeddingManifest manifest, Configuration hadoop) {
        Optional<EmbeddingManifest> before = manifest(hadoop);
        if (before.map(EmbeddingManifest::parts)
                .filter(manifest.parts()::equals)
                .isPresent()) {
            return before.get();
        }
        Set<String> listed = new HashSet<>();
        manifest.parts().forEach(part -> listed.add(part.file()));
        try {
            FileSystem fileSystem = parts().getFileSystem(hadoop);
            for (String name : names(parts(), hadoop)) {
                if (!listed.contains(name)) {
                    fileSystem.delete(new Path(parts(), name), true);
                }
            }
            WholeFile.write(new Path(location, EmbeddingManifest.FILE_NAME), manifest.toJson(), hadoop);
            fileSystem.delete(new Path(location, MARKER), false);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot complete " + location + ": " + e.getMessage(), e);
        }
        return manifest;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }
}
