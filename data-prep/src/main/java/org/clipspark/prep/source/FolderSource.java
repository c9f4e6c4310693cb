package org.clipspark.prep.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.clipspark.prep.shard.PairText;

/** One folder for each class: the folder's name is the class, templates give the captions. */
final class FolderSource implements PairSource {
    private static final List<String> ENDINGS =
            List.of(".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff");

    private final SourceConfig config;
    private final Path root;
    private final long maxImageBytes;

    FolderSource(SourceConfig config, Path root, long maxImageBytes) {
        if (config.templates().isEmpty()) {
            throw new IllegalArgumentException("source " + config.path()
                    + " has class folders and no captions: set templates, for example ['a photo of a {c}']");
        }
        this.config = config;
        this.root = root;
        this.maxImageBytes = maxImageBytes;
    }

    @Override
    public JavaRDD<SourcePair> pairs(JavaSparkContext spark, int index) {
        SerializableConfiguration hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
        CaptionTemplates templates = new CaptionTemplates(config.templates());
        String base = root.toString();
        long maxBytes = maxImageBytes;
        List<String> files = images(hadoop.value());
        return spark.parallelize(files, Slices.of(spark, files.size()))
                .map(file -> pair(new PairOrigin(index, file, 0), base, templates, maxBytes, hadoop.value()));
    }

    private static SourcePair pair(
            PairOrigin origin, String base, CaptionTemplates templates, long maxBytes, Configuration hadoop) {
        String file = origin.file();
        String className = file.substring(0, file.indexOf('/'));
        PairText text = templates.fill(new PairText(List.of(), file, PairText.NO_LABEL, className), file);
        return FileBytes.pair(origin, file, text, new Path(base + "/" + file), maxBytes, hadoop);
    }

    /** Images below class folders, relative to the root, sorted. */
    private List<String> images(Configuration hadoop) {
        List<String> images = new ArrayList<>();
        int prefix = root.toString().length() + 1;
        try {
            FileSystem fileSystem = root.getFileSystem(hadoop);
            RemoteIterator<LocatedFileStatus> files = fileSystem.listFiles(root, true);
            while (files.hasNext()) {
                String file = files.next().getPath().toString().substring(prefix);
                if (file.indexOf('/') > 0 && isImage(file)) {
                    images.add(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + root + ": " + e.getMessage(), e);
        }
        Collections.sort(images);
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
