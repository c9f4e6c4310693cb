package org.clipspark.prep.source;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;

/** Parquet files with the image bytes or their addresses in a column. */
final class ParquetSource implements PairSource {
    private final SourceConfig config;
    private final List<FoundFile> files;
    private final SourceLimits limits;

    ParquetSource(SourceConfig config, List<FoundFile> files, SourceLimits limits) {
        this.config = config;
        this.files = files;
        this.limits = limits;
    }

    @Override
    public List<SourcePart> parts(JavaSparkContext spark, int index) {
        List<SourcePart> parts = new ArrayList<>();
        List<NumberedFile> numbered = NumberedFile.of(files, index);
        ParquetColumns columns = ParquetColumns.of(config);
        List<ParquetColumns.Check> checks = check(spark, columns);
        for (int i = 0; i < numbered.size(); i++) {
            for (RowRange rows : RowRange.split(checks.get(i).rows(), limits.rowsPerPart())) {
                parts.add(new ParquetPart(numbered.get(i), rows, columns, config.templates(), limits.maxImageBytes()));
            }
        }
        return parts;
    }

    /** Reads every footer before the first image: a run must not fail at its last file. */
    private List<ParquetColumns.Check> check(JavaSparkContext spark, ParquetColumns columns) {
        SerializableConfiguration hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
        List<String> paths = files.stream().map(FoundFile::path).toList();
        List<ParquetColumns.Check> checks = spark.parallelize(
                        paths, Math.min(files.size(), 64 * spark.defaultParallelism()))
                .mapPartitions(part -> check(part, columns, hadoop))
                .collect();
        for (ParquetColumns.Check check : checks) {
            if (!check.problem().isEmpty()) {
                throw new UnreadableSourceException(check.problem());
            }
        }
        return checks;
    }

    private static Iterator<ParquetColumns.Check> check(
            Iterator<String> paths, ParquetColumns columns, SerializableConfiguration hadoop) {
        List<ParquetColumns.Check> checks = new ArrayList<>();
        while (paths.hasNext()) {
            checks.add(columns.check(new Path(paths.next()), hadoop.value()));
        }
        return checks.iterator();
    }
}
