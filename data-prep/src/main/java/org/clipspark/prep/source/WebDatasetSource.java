package org.clipspark.prep.source;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;

/** WebDataset tar archives; one task for each. */
final class WebDatasetSource implements PairSource {
    private final SourceConfig config;
    private final List<String> files;
    private final long maxImageBytes;

    WebDatasetSource(SourceConfig config, List<String> files, long maxImageBytes) {
        this.config = config;
        this.files = files;
        this.maxImageBytes = maxImageBytes;
    }

    @Override
    public JavaRDD<SourcePair> pairs(JavaSparkContext spark, int index) {
        SerializableConfiguration hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
        CaptionTemplates templates = new CaptionTemplates(config.templates());
        long maxBytes = maxImageBytes;
        return spark.parallelize(NumberedFile.of(files, index), files.size())
                .flatMap(file -> new TarPairs(file, templates, maxBytes, hadoop.value()));
    }
}
