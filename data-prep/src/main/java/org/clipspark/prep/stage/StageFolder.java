package org.clipspark.prep.stage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.clipspark.prep.shard.WholeFile;

/**
 * The folder {@code _stage} of a data set: one file for each part that is done, and what the parts were made with. A file
 * under its name is whole; hidden files are attempts.
 */
public final class StageFolder {
    /** Name of the folder within a data set. */
    public static final String NAME = "_stage";

    private static final String SETTINGS = "settings.yaml";
    private static final String FILTER = "filter.yaml";

    private final Path folder;
    private final Configuration hadoop;
    private final FileSystem fileSystem;

    /**
     * The folder, which may not exist yet.
     *
     * @throws UncheckedIOException if its file system cannot be reached
     */
    public StageFolder(Path output, Configuration hadoop) {
        folder = new Path(output, NAME);
        this.hadoop = hadoop;
        try {
            fileSystem = folder.getFileSystem(hadoop);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot reach " + folder + ": " + e.getMessage(), e);
        }
    }

    /** The settings that the parts were made with, or empty if no work was begun. */
    public Optional<String> settings() {
        return read(SETTINGS);
    }

    /** The filter that the parts were made with, or empty if no work was begun. */
    public Optional<String> filter() {
        return read(FILTER);
    }

    private Optional<String> read(String name) {
        return WholeFile.read(new Path(folder, name), hadoop).map(text -> new String(text, StandardCharsets.UTF_8));
    }

    /** Whether parts are there; without settings nobody knows what they were made with. */
    public boolean hasParts() {
        return !all().isEmpty();
    }

    /** Makes the folder, or goes on in it, with these settings. */
    public void begin(String settings) {
        write(SETTINGS, settings);
    }

    /** Notes the filter that pairs pass before they are fetched. */
    public void beginFilter(String filter) {
        write(FILTER, filter);
    }

    private void write(String name, String content) {
        WholeFile.write(new Path(folder, name), content.getBytes(StandardCharsets.UTF_8), hadoop);
    }

    /** Files of all parts that are done, of each the last generation, sorted. */
    List<StagedFile> files() {
        Map<String, StagedFile> last = new TreeMap<>();
        for (StagedFile file : all()) {
            last.merge(file.part(), file, (one, other) -> one.compareTo(other) > 0 ? one : other);
        }
        return List.copyOf(last.values());
    }

    /** Removes generations that newer ones have replaced. */
    void removeReplaced() {
        List<StagedFile> kept = files();
        try {
            for (StagedFile file : all()) {
                if (!kept.contains(file)) {
                    fileSystem.delete(path(file), false);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot remove files of " + folder + ": " + e.getMessage(), e);
        }
    }

    private List<StagedFile> all() {
        List<StagedFile> files = new ArrayList<>();
        try {
            for (FileStatus status : fileSystem.listStatus(folder)) {
                StagedFile.named(status.getPath().getName()).ifPresent(files::add);
            }
        } catch (FileNotFoundException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + folder + ": " + e.getMessage(), e);
        }
        return files;
    }

    Path path(StagedFile file) {
        return new Path(folder, file.name());
    }

    List<String> paths(Collection<StagedFile> files) {
        return files.stream().map(file -> path(file).toString()).toList();
    }

    /** Removes the folder and all work in it. */
    public void remove() {
        try {
            fileSystem.delete(folder, true);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot remove " + folder + ": " + e.getMessage(), e);
        }
    }
}
