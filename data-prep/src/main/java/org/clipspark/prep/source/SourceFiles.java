package org.clipspark.prep.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** What a source's path names, sorted, hidden files left out. */
final class SourceFiles {
    static final List<String> PARQUET = List.of(".parquet");
    static final List<String> ARCHIVES = List.of(".tar", ".tar.gz", ".tgz");
    static final List<String> JSON = List.of(".json", ".json.gz", ".json.zst");
    private static final List<String> TABLES = packed(".csv", ".tsv", ".jsonl", ".ndjson");
    private static final List<String> LISTS = packed(".txt");
    private static final List<String> IMAGES =
            List.of(".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff");

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

    private static List<String> packed(String... endings) {
        return Arrays.stream(endings)
                .flatMap(ending -> Stream.of(ending, ending + ".gz", ending + ".zst"))
                .toList();
    }

    /** The kind that the names tell. Notes in text or JSON tell something only where there is nothing else. */
    SourceKind kind() {
        Set<SourceKind> kinds = EnumSet.noneOf(SourceKind.class);
        for (FileStatus file : found) {
            kinds.add(kindOf(file));
        }
        kinds.remove(SourceKind.AUTO);
        if (kinds.isEmpty() && has(LISTS)) {
            kinds.add(SourceKind.TABLE);
        }
        if (kinds.isEmpty() && has(JSON)) {
            kinds.add(SourceKind.COCO);
        }
        if (kinds.size() == 1) {
            return kinds.iterator().next();
        }
        throw new IllegalArgumentException("source path " + config.path() + " holds "
                + (kinds.isEmpty() ? "no file of a known kind" : "files of several kinds " + kinds)
                + "; set source.kind (parquet, webdataset, folders, images, table, coco) or a narrower path");
    }

    private static SourceKind kindOf(FileStatus file) {
        if (file.isDirectory()) {
            return SourceKind.FOLDERS;
        }
        if (endsWith(file, PARQUET)) {
            return SourceKind.PARQUET;
        }
        if (endsWith(file, ARCHIVES)) {
            return SourceKind.WEBDATASET;
        }
        if (endsWith(file, TABLES)) {
            return SourceKind.TABLE;
        }
        return endsWith(file, IMAGES) ? SourceKind.IMAGES : SourceKind.AUTO;
    }

    private static boolean endsWith(FileStatus file, List<String> endings) {
        String name = file.getPath().getName().toLowerCase(Locale.ROOT);
        return endings.stream().anyMatch(name::endsWith);
    }

    private boolean has(List<String> endings) {
        return found.stream().anyMatch(file -> file.isFile() && endsWith(file, endings));
    }

    /** The tables; of a folder's content, lists in files of plain text only where there is no other table. */
    List<FoundFile> tables() {
        return ending(has(TABLES) ? TABLES : LISTS);
    }

    /** The files; of a folder's content only those with one of the endings. */
    List<FoundFile> ending(List<String> endings) {
        List<FoundFile> files = new ArrayList<>();
        for (FileStatus file : found) {
            if (file.isFile() && (!isListing || endsWith(file, endings))) {
                files.add(FoundFile.of(file));
            }
        }
        if (files.isEmpty()) {
            throw new IllegalArgumentException(
                    "source path " + config.path() + " holds no file ending in " + String.join(", ", endings));
        }
        return files;
    }

    /** The folder that holds the images. */
    Path folder() {
        if (!isListing) {
            throw new IllegalArgumentException(
                    "source path " + config.path() + " must be a folder for the kinds folders and images");
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
