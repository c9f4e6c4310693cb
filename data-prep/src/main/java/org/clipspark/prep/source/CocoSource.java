package org.clipspark.prep.source;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;

/** Captions in the form of the COCO data set, several for each image. */
final class CocoSource implements PairSource {
    private final SourceConfig config;
    private final List<FoundFile> files;
    private final SourceLimits limits;

    CocoSource(SourceConfig config, List<FoundFile> files, SourceLimits limits) {
        this.config = config;
        this.files = files;
        this.limits = limits;
    }

    @Override
    public List<SourcePart> parts(JavaSparkContext spark, int index) {
        List<SourcePart> parts = new ArrayList<>();
        for (NumberedFile file : NumberedFile.of(files, index)) {
            List<CocoImage> images = CocoFile.read(file.path(), spark.hadoopConfiguration());
            int count = images.size();
            for (RowRange rows : RowRange.split(count, limits.rowsPerPart())) {
                // A view of the list would take all of it to the task.
                List<CocoImage> some = List.copyOf(images.subList((int) rows.first(), (int) rows.end()));
                parts.add(new CocoPart(file, rows, some, config.images().orElse(""), limits.maxImageBytes()));
            }
        }
        return parts;
    }
}
