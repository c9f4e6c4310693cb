package org.clipspark.prep.source;

import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.clipspark.prep.metadata.ColumnNames;

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
        ColumnNames names = ColumnNames.of(config.columns(), config.preset(), ColumnNames.Carrier.SIDE_FILE);
        return NumberedFile.of(files, index).stream()
                .<SourcePart>map(file -> new TarPart(file, names, config.templates(), limits.maxImageBytes()))
                .toList();
    }
}
