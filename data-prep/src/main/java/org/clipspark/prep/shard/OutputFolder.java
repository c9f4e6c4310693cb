package org.clipspark.prep.shard;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The folder of a data set in the making. A marker says that the folder is ours and unfinished: it lets a run start again
 * where one was cut off, and nothing else ever be overwritten by mistake.
 */
public final class OutputFolder {
    /** Folder of rejected rows within a data set. */
    public static final String REJECTED = "rejected";

    private static final String MARKER = "_UNFINISHED";

    private static final Pattern PATTERN = Pattern.compile("[*?\\[{]");

    private final Path folder;
    private final Configuration hadoop;
    private final FileSystem fileSystem;

    /**
     * A folder that may exist.
     *
     * @throws UncheckedIOException if its file system cannot be reached
     */
    public OutputFolder(Path folder, Configuration hadoop) {
        this.folder = folder;
        this.hadoop = hadoop;
        try {
            fileSystem = folder.getFileSystem(hadoop);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot reach output " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Where it is. */
    public Path path() {
        return folder;
    }

    /**
     * Checks that the folder is new, empty, left unfinished, or holds a data set.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public void requireReplaceable() {
        List<String> content = content();
        if (!content.isEmpty() && !content.contains(MARKER) && !content.contains(ShardManifest.FILE_NAME)) {
            throw new IllegalArgumentException("output " + folder + " holds other files (" + content.get(0)
                    + "); choose a folder that is new or empty");
        }
    }

    /**
     * Checks that writing here cannot remove what is read: that the source does not lie within the folder.
     *
     * @param source a path or a glob, on any file system
     * @throws IllegalArgumentException if it does
     */
    public void requireApartFrom(Path source) {
        Path own = fileSystem.makeQualified(folder);
        for (Path at = qualified(literal(source)); at != null; at = at.getParent()) {
            if (at.equals(own)) {
                throw new IllegalArgumentException("output " + folder + " holds the source " + source
                        + ", which writing the output would remove; choose another output");
            }
        }
    }

    private Path qualified(Path path) {
        try {
            return path.getFileSystem(hadoop).makeQualified(path);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot reach source " + path + ": " + e.getMessage(), e);
        }
    }

    /** The part of a glob in front of its first pattern. */
    private static Path literal(Path path) {
        Path literal = path;
        for (Path at = path; at != null; at = at.getParent()) {
            if (PATTERN.matcher(at.getName()).find() && at.getParent() != null) {
                literal = at.getParent();
            }
        }
        return literal;
    }

    /**
     * Marks the folder as ours and unfinished. From here on there is no data set until the manifest is written.
     *
     * @throws UncheckedIOException if the file system fails
     */
    public void begin() {
        try {
            fileSystem.mkdirs(folder);
            if (!fileSystem.exists(new Path(folder, MARKER))) {
                fileSystem.create(new Path(folder, MARKER), true).close();
            }
            fileSystem.delete(new Path(folder, ShardManifest.FILE_NAME), false);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write output " + folder + ": " + e.getMessage(), e);
        }
    }

    /**
     * Removes what earlier runs wrote.
     *
     * @throws UncheckedIOException if something cannot be removed
     */
    public void clear() {
        try {
            fileSystem.mkdirs(folder);
            fileSystem.create(new Path(folder, MARKER), true).close();
            fileSystem.delete(new Path(folder, ShardManifest.FILE_NAME), false);
            for (ShardSplit split : ShardSplit.values()) {
                fileSystem.delete(new Path(folder, split.folder()), true);
            }
            fileSystem.delete(new Path(folder, REJECTED), true);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write output " + folder + ": " + e.getMessage(), e);
        }
    }

    /**
     * Prepares for shards: those of an earlier run stay if they are the same, and go if they are not.
     *
     * @param identity of what is to be written
     * @param forget run before shards go, so that no note of one outlives it
     * @throws UncheckedIOException if something cannot be removed
     */
    public void beginShards(String identity, Runnable forget) {
        Path marker = new Path(folder, MARKER);
        try {
            try (InputStream in = fileSystem.open(marker)) {
                if (new String(in.readAllBytes(), StandardCharsets.UTF_8).equals(identity)) {
                    return;
                }
            }
            forget.run();
            for (ShardSplit split : ShardSplit.values()) {
                fileSystem.delete(new Path(folder, split.folder()), true);
            }
            try (OutputStream out = fileSystem.create(marker, true)) {
                out.write(identity.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write output " + folder + ": " + e.getMessage(), e);
        }
    }

    /**
     * Removes rejected rows of an earlier run.
     *
     * @throws UncheckedIOException if they cannot be removed
     */
    public void clearRejected() {
        try {
            fileSystem.delete(new Path(folder, REJECTED), true);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write output " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Whether there is a complete data set. */
    public boolean isComplete() {
        return exists(ShardManifest.FILE_NAME);
    }

    /**
     * Completes the data set: what attempts that were killed left behind goes, and the manifest comes last.
     *
     * @throws UncheckedIOException if the manifest cannot be written
     */
    public void complete(ShardManifest manifest) {
        try {
            for (String part : List.of(ShardSplit.TRAIN.folder(), ShardSplit.VALIDATION.folder(), REJECTED)) {
                removeHidden(new Path(folder, part));
            }
            manifest.save(folder, hadoop);
            fileSystem.delete(new Path(folder, MARKER), false);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot complete output " + folder + ": " + e.getMessage(), e);
        }
    }

    private void removeHidden(Path part) throws IOException {
        if (!fileSystem.exists(part)) {
            return;
        }
        for (FileStatus status : fileSystem.listStatus(part)) {
            if (status.getPath().getName().startsWith(".")
                    && status.getPath().getName().endsWith(".tmp")) {
                fileSystem.delete(status.getPath(), false);
            }
        }
    }

    private boolean exists(String name) {
        return content().contains(name);
    }

    private List<String> content() {
        List<String> names = new ArrayList<>();
        try {
            for (FileStatus status : fileSystem.listStatus(folder)) {
                if (status.getPath().equals(fileSystem.makeQualified(folder))) {
                    throw new IllegalArgumentException("output " + folder + " is a file; choose a folder");
                }
                names.add(status.getPath().getName());
            }
        } catch (FileNotFoundException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read output " + folder + ": " + e.getMessage(), e);
        }
        return names;
    }
}
