package org.clipspark.prep.source;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;

/** Parquet files with the image bytes in a column; one task for each file. */
final class ParquetSource implements PairSource {
    private final SourceConfig config;
    private final List<String> files;
    private final long maxImageBytes;

    ParquetSource(SourceConfig config, List<String> files, long maxImageBytes) {
        this.config = config;
        this.files = files;
        this.maxImageBytes = maxImageBytes;
    }

    @Override
    public JavaRDD<SourcePair> pairs(JavaSparkContext spark, int index) {
        SerializableConfiguration hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
        SourceConfig settings = config;
        long maxBytes = maxImageBytes;
        checkColumns(spark, hadoop);
        return spark.parallelize(numbered(index), files.size())
                .flatMap(file -> new ParquetPairs(file.path(), file.origin(), settings, maxBytes, hadoop.value()));
    }

    /** Reads every footer before the first image: a run must not fail at its last file. */
    private void checkColumns(JavaSparkContext spark, SerializableConfiguration hadoop) {
        SourceConfig settings = config;
        List<String> problems = spark.parallelize(files, Math.min(files.size(), 64 * spark.defaultParallelism()))
                .mapPartitions(paths -> problems(paths, settings, hadoop))
                .take(1);
        if (!problems.isEmpty()) {
            throw new UnreadableSourceException(problems.get(0));
        }
    }

    private static Iterator<String> problems(
            Iterator<String> paths, SourceConfig config, SerializableConfiguration hadoop) {
        List<String> problems = new ArrayList<>();
        while (paths.hasNext()) {
            Path path = new Path(paths.next());
            ParquetColumns.problem(path, config, hadoop.value()).ifPresent(problems::add);
        }
        return problems.iterator();
    }

    private List<NumberedFile> numbered(int index) {
        return NumberedFile.of(files, index);
    }
}
