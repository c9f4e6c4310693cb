package org.clipspark.prep.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.api.java.JavaSparkContext;

/** One folder for each class: the folder's name is the class, templates give the captions. */
final class FolderSource implements PairSource {
    private static final List<String> ENDINGS =
            List.of(".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff");

    private final SourceConfig config;
    private final Path root;
    private final SourceLimits limits;

    FolderSource(SourceConfig config, Path root, SourceLimits limits) {
        if (config.templates().isEmpty()) {
            throw new IllegalArgumentException("source " + config.path()
                    + " has class folders and no captions: set templates, for example ['a photo of a {c}']");
        }
        this.config = config;
        this.root = root;
        this.limits = limits;
    }

    @Override
    public List<SourcePart> parts(JavaSparkContext spark, int index) {
        List<FoundFile> files = images(spark.hadoopConfiguration());
        return RowRange.split(files.size(), limits.rowsPerPart()).stream()
                .<SourcePart>map(range -> new FolderPart(
                        root.toString(),
                        index,
                        // A view of the list would take all of it to the task.
                        List.copyOf(files.subList((int) range.first(), (int) range.end())),
                        config.templates(),
                        limits.maxImageBytes()))
                .toList();
    }

    /** Images below class folders, relative to the root, sorted. */
    private List<FoundFile> images(Configuration hadoop) {
        List<FoundFile> images = new ArrayList<>();
        int prefix = root.toString().length() + 1;
        try {
            FileSystem fileSystem = root.getFileSystem(hadoop);
            RemoteIterator<LocatedFileStatus> files = fileSystem.listFiles(root, true);
            while (files.hasNext()) {
                FoundFile found = FoundFile.of(files.next());
                String file = found.path().substring(prefix);
                if (file.indexOf('/') > 0 && isImage(file)) {
                    images.add(new FoundFile(file, found.stamp()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + root + ": " + e.getMessage(), e);
        }
        images.sort(Comparator.comparing(FoundFile::path));
        return images;
    }

    private static boolean isImage(String file) {
        for (String part : file.split("/", -1)) {
            if (SourceFiles.isHidden(part)) {
                return false;
            }
        }
        String name = file.toLowerCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(name::endsWith);
    }
}
