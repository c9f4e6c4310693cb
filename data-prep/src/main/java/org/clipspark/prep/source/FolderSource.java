package org.clipspark.prep.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A folder of images: of class folders whose names are the classes, or of images at any depth. Templates give the captions.
 * Every file that is not hidden is a row, whatever its ending: one that is no image is rejected and counted.
 */
final class FolderSource implements PairSource {
    private final SourceConfig config;
    private final Path root;
    private final boolean hasClasses;
    private final SourceLimits limits;

    private FolderSource(SourceConfig config, Path root, boolean hasClasses, SourceLimits limits) {
        if (config.templates().isEmpty()) {
            throw new IllegalArgumentException("source " + config.path()
                    + " has folders of images and no captions: set templates, for example ['a photo of a {c}']");
        }
        this.config = config;
        this.root = root;
        this.hasClasses = hasClasses;
        this.limits = limits;
    }

    /** Images in class folders; files beside the folders belong to no class and are not read. */
    static FolderSource ofClasses(SourceConfig config, Path root, SourceLimits limits) {
        return new FolderSource(config, root, true, limits);
    }

    /** All files below the folder. */
    static FolderSource ofImages(SourceConfig config, Path root, SourceLimits limits) {
        return new FolderSource(config, root, false, limits);
    }

    @Override
    public List<SourcePart> parts(JavaSparkContext spark, int index) {
        return parts(spark.hadoopConfiguration(), index);
    }

    List<SourcePart> parts(Configuration hadoop, int index) {
        List<FoundFile> files = images(hadoop);
        int count = files.size();
        return RowRange.split(count, limits.rowsPerPart()).stream()
                .<SourcePart>map(range -> new FolderPart(
                        root.toString(),
                        hasClasses,
                        index,
                        // A view of the list would take all of it to the task.
                        List.copyOf(files.subList((int) range.first(), (int) range.end())),
                        config.templates(),
                        limits.maxImageBytes()))
                .toList();
    }

    /** Names relative to the root, sorted. */
    private List<FoundFile> images(Configuration hadoop) {
        List<FoundFile> images = new ArrayList<>();
        int prefix = root.toString().length() + 1;
        try {
            FileSystem fileSystem = root.getFileSystem(hadoop);
            RemoteIterator<LocatedFileStatus> files = fileSystem.listFiles(root, true);
            while (files.hasNext()) {
                FoundFile found = FoundFile.of(files.next());
                String file = found.path().substring(prefix);
                if ((!hasClasses || file.indexOf('/') > 0) && isShown(file)) {
                    images.add(new FoundFile(file, found.stamp()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + root + ": " + e.getMessage(), e);
        }
        images.sort(Comparator.comparing(FoundFile::path));
        return images;
    }

    private static boolean isShown(String file) {
        return Arrays.stream(file.split("/", -1)).noneMatch(SourceFiles::isHidden);
    }
}
