package org.clipspark.prep.source;

import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;

/** WebDataset tar archives; one part for each. */
final class WebDatasetSource implements PairSource {
    private final SourceConfig config;
    private final List<FoundFile> files;
    private final SourceLimits limits;

    WebDatasetSource(SourceConfig config, List<FoundFile> files, SourceLimits limits) {
        this.config = config;
        this.files = files;
        this.limits = limits;
    }

    @Override
    public List<SourcePart> parts(JavaSparkContext spark, int index) {
        return NumberedFile.of(files, index).stream()
                .<SourcePart>map(file -> new TarPart(file, config.templates(), limits.maxImageBytes()))
                .toList();
    }
}
