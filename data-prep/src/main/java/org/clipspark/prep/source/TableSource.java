package org.clipspark.prep.source;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.clipspark.prep.metadata.ColumnNames;

/** Text tables with the path or the address of an image and a caption in each row; paths are relative to the table. */
final class TableSource implements PairSource {
    private final SourceConfig config;
    private final List<FoundFile> files;
    private final SourceLimits limits;

    TableSource(SourceConfig config, List<FoundFile> files, SourceLimits limits) {
        this.config = config;
        this.files = files;
        this.limits = limits;
    }

    @Override
    public List<SourcePart> parts(JavaSparkContext spark, int index) {
        List<NumberedFile> tables = NumberedFile.of(files, index);
        List<CountedTable> counted = count(spark);
        List<SourcePart> parts = new ArrayList<>();
        for (int i = 0; i < tables.size(); i++) {
            String beside = String.valueOf(new Path(tables.get(i).path()).getParent());
            TablePart.Images images =
                    new TablePart.Images(config.images().orElse(beside), config.templates(), limits.maxImageBytes());
            parts.addAll(counted.get(i).parts(tables.get(i), limits.rowsPerPart(), images));
        }
        return parts;
    }

    private List<CountedTable> count(JavaSparkContext spark) {
        SerializableConfiguration hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
        SourceColumns columns = SourceColumns.of(config, ColumnNames.Carrier.TEXT);
        int rowsPerPart = limits.rowsPerPart();
        List<String> paths = files.stream().map(FoundFile::path).toList();
        return spark.parallelize(paths, paths.size())
                .map(path -> CountedTable.of(path, columns, rowsPerPart, hadoop.value()))
                .collect();
    }
}
