package org.clipspark.prep.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** What a source's path names, sorted, hidden files left out. */
final class SourceFiles {
    private final SourceConfig config;
    private final List<FileStatus> found;
    /** Whether the path names one folder whose content was listed. */
    private final boolean isListing;

    private final Path root;

    private SourceFiles(SourceConfig config, List<FileStatus> found, boolean isListing, Path root) {
        this.config = config;
        this.found = found;
        this.isListing = isListing;
        this.root = root;
    }

    static SourceFiles find(SourceConfig config, Configuration hadoop) {
        try {
            Path path = new Path(config.path());
            FileSystem fileSystem = path.getFileSystem(hadoop);
            FileStatus[] matches = fileSystem.globStatus(path);
            if (matches == null || matches.length == 0) {
                throw new IllegalArgumentException("source path names no file or folder: " + config.path());
            }
            if (matches.length == 1 && matches[0].isDirectory()) {
                Path root = matches[0].getPath();
                return new SourceFiles(config, sorted(fileSystem.listStatus(root)), true, root);
            }
            return new SourceFiles(config, sorted(matches), false, path);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read source " + config.path() + ": " + e.getMessage(), e);
        }
    }

    private static List<FileStatus> sorted(FileStatus[] files) {
        return Arrays.stream(files)
                .filter(file -> !isHidden(file.getPath().getName()))
                .sorted()
                .toList();
    }

    static boolean isHidden(String name) {
        return name.startsWith(".") || name.startsWith("_");
    }

    /** The kind that the names tell. */
    SourceKind kind() {
        Set<SourceKind> kinds = EnumSet.noneOf(SourceKind.class);
        for (FileStatus file : found) {
            kinds.add(kindOf(file));
        }
        kinds.remove(SourceKind.AUTO);
        if (kinds.size() == 1) {
            return kinds.iterator().next();
        }
        throw new IllegalArgumentException("source path " + config.path() + " holds "
                + (kinds.isEmpty() ? "no file of a known kind" : "files of several kinds " + kinds)
                + "; set source.kind (parquet, webdataset, folders, table) or a narrower path");
    }

    private static SourceKind kindOf(FileStatus file) {
        String name = file.getPath().getName().toLowerCase(Locale.ROOT);
        if (file.isDirectory()) {
            return SourceKind.FOLDERS;
        }
        if (name.endsWith(".parquet")) {
            return SourceKind.PARQUET;
        }
        if (name.endsWith(".tar") || name.endsWith(".tar.gz") || name.endsWith(".tgz")) {
            return SourceKind.WEBDATASET;
        }
        return name.endsWith(".csv") || name.endsWith(".tsv") ? SourceKind.TABLE : SourceKind.AUTO;
    }

    /** The files; of a folder's content only those with one of the endings. */
    List<FoundFile> ending(String... endings) {
        List<FoundFile> files = new ArrayList<>();
        for (FileStatus file : found) {
            String name = file.getPath().getName().toLowerCase(Locale.ROOT);
            if (file.isFile() && (!isListing || Arrays.stream(endings).anyMatch(name::endsWith))) {
                files.add(FoundFile.of(file));
            }
        }
        if (files.isEmpty()) {
            throw new IllegalArgumentException(
                    "source path " + config.path() + " holds no file ending in " + String.join(", ", endings));
        }
        return files;
    }

    /** The folder that holds the class folders. */
    Path folder() {
        if (!isListing) {
            throw new IllegalArgumentException(
                    "source path " + config.path() + " must be a folder of class folders for kind folders");
        }
        return root;
    }

    /** Names of files relative to the folder that all of them share: short, and the same wherever the data lies. */
    static List<String> shortNames(List<String> files) {
        String first = files.get(0);
        int shared = first.lastIndexOf('/') + 1;
        for (String file : files) {
            while (!file.startsWith(first.substring(0, shared))) {
                shared = first.lastIndexOf('/', shared - 2) + 1;
            }
        }
        int length = shared;
        return files.stream().map(file -> file.substring(length)).toList();
    }
}
