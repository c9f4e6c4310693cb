package org.clipspark.prep.source;

import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;

/** A place that pairs come from. */
public sealed interface PairSource permits CocoSource, FolderSource, ParquetSource, TableSource, WebDatasetSource {
    /**
     * All rows, in parts. A row that cannot be read is a rejected row; a file that breaks off is its rows up to there and
     * one rejected row.
     *
     * @param index number of this source in {@link org.clipspark.prep.shard.PairOrigin#source}
     * @throws UnreadableSourceException if a file has other columns than expected
     */
    List<SourcePart> parts(JavaSparkContext spark, int index);

    /**
     * Finds the files and checks what can be checked before any work.
     *
     * @throws IllegalArgumentException if the path names nothing, or the kind cannot be told
     * @throws java.io.UncheckedIOException if the path cannot be read
     */
    static PairSource named(SourceConfig config, SourceLimits limits, Configuration hadoop) {
        SourceFiles files = SourceFiles.find(config, hadoop);
        SourceKind kind = config.kind() == SourceKind.AUTO ? files.kind() : config.kind();
        if (config.images().isPresent() && kind != SourceKind.TABLE && kind != SourceKind.COCO) {
            throw new IllegalArgumentException("source.images is for the kinds table and coco, and " + config.path()
                    + " is of kind " + kind.name().toLowerCase(Locale.ROOT) + ": leave it out");
        }
        return switch (kind) {
            case PARQUET -> new ParquetSource(config, files.ending(SourceFiles.PARQUET), limits);
            case WEBDATASET -> new WebDatasetSource(config, files.ending(SourceFiles.ARCHIVES), limits);
            case TABLE -> new TableSource(config.shared(hadoop), files.tables(), limits);
            case COCO -> new CocoSource(config.shared(hadoop), files.ending(SourceFiles.JSON), limits);
            case IMAGES -> FolderSource.ofImages(config, files.folder(), limits);
            case FOLDERS, AUTO -> FolderSource.ofClasses(config, files.folder(), limits);
        };
    }
}
