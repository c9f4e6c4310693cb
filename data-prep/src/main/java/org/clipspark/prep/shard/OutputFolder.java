package org.clipspark.prep.shard;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
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

    /**
     * Checks that the folder is new, empty or left unfinished.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public void requireFree() {
        if (exists(ShardManifest.FILE_NAME)) {
            throw new IllegalArgumentException(
                    "output " + folder + " already holds a data set; choose another, or set overwrite: true");
        }
        requireReplaceable();
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
     * Makes the folder empty but for the marker. From here on there is no data set until the manifest is written.
     *
     * @throws UncheckedIOException if something cannot be removed
     */
    public void begin() {
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
     * Completes the data set.
     *
     * @throws UncheckedIOException if the manifest cannot be written
     */
    public void complete(ShardManifest manifest) {
        manifest.save(folder, hadoop);
        try {
            fileSystem.delete(new Path(folder, MARKER), false);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot remove " + new Path(folder, MARKER), e);
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
