package org.clipspark.prep.source;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.clipspark.prep.shard.PairText;
import org.clipspark.prep.shard.RowStatus;

/** Text tables with the path of an image and a caption in each row; paths are relative to the table. */
final class TableSource implements PairSource {
    private static final char REPLACEMENT = '\uFFFD';

    private final SourceConfig config;
    private final List<String> files;
    private final long maxImageBytes;

    TableSource(SourceConfig config, List<String> files, long maxImageBytes) {
        this.config = config;
        this.files = files;
        this.maxImageBytes = maxImageBytes;
    }

    @Override
    public JavaRDD<SourcePair> pairs(JavaSparkContext spark, int index) {
        SerializableConfiguration hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
        Map<String, TableColumns> columns = new HashMap<>();
        for (String file : files) {
            TableLines.columns(file, config, hadoop.value()).ifPresent(found -> columns.put(file, found));
        }
        List<NumberedFile> tables = NumberedFile.of(files, index).stream()
                .filter(file -> columns.containsKey(file.path()))
                .toList();
        CaptionTemplates templates = new CaptionTemplates(config.templates());
        long maxBytes = maxImageBytes;
        // Reading text is quick, reading images is not: lines are spread over all cores before images are opened.
        return spark.parallelize(tables, Math.max(1, tables.size()))
                .flatMap(file -> new TableLines(file, columns(columns, file.path()), hadoop.value()))
                .repartition(4 * spark.defaultParallelism())
                .map(line -> pair(line, columns(columns, line.table()), templates, maxBytes, hadoop.value()));
    }

    private static TableColumns columns(Map<String, TableColumns> columns, String file) {
        return Optional.ofNullable(columns.get(file)).orElseThrow();
    }

    private static SourcePair pair(
            TableLine line, TableColumns columns, CaptionTemplates templates, long maxBytes, Configuration hadoop) {
        if (!line.broken().isEmpty()) {
            return BrokenFile.at(line.origin(), new IOException(line.broken()));
        }
        String path = columns.cell(line.cells(), "image");
        String named = columns.cell(line.cells(), "key");
        String key = !named.isEmpty() ? named : path.isEmpty() ? line.origin().key() : path;
        Optional<Integer> label = label(columns.cell(line.cells(), "label"));
        if (label.isEmpty()) {
            return SourcePair.rejected(
                    line.origin(), key, PairText.NONE, Labels.invalid(columns.cell(line.cells(), "label")));
        }
        String caption = columns.cell(line.cells(), "caption");
        String url = columns.cell(line.cells(), "url");
        PairText text = new PairText(
                caption.isEmpty() ? List.of() : List.of(caption),
                url.isEmpty() ? path : url,
                label.get(),
                columns.cell(line.cells(), "class"));
        if (String.join("", line.cells()).indexOf(REPLACEMENT) >= 0) {
            return SourcePair.rejected(
                    line.origin(), key, text, new RowStatus("invalid_utf8", "the line is not UTF-8 text"));
        }
        return image(line, key, path, templates.fill(text, key), maxBytes, hadoop);
    }

    private static SourcePair image(
            TableLine line, String key, String path, PairText text, long maxBytes, Configuration hadoop) {
        Path table = new Path(line.table());
        try {
            Path file = new Path(table.getParent(), path);
            if (FileBytes.isOnSameFileSystem(file, table)) {
                return FileBytes.pair(line.origin(), key, text, file, maxBytes, hadoop);
            }
            return SourcePair.rejected(
                    line.origin(),
                    key,
                    text,
                    new RowStatus("missing_image", "not on the table's file system: " + path));
        } catch (IllegalArgumentException e) {
            return SourcePair.rejected(
                    line.origin(), key, text, new RowStatus("missing_image", "not a path: '" + path + "'"));
        }
    }

    private static Optional<Integer> label(String cell) {
        if (cell.isEmpty()) {
            return Optional.of(PairText.NO_LABEL);
        }
        return cell.matches("\\d{1,9}") && Labels.isValid(Long.parseLong(cell))
                ? Optional.of(Integer.parseInt(cell))
                : Optional.empty();
    }
}
