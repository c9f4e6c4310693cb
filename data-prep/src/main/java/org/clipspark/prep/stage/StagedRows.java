package org.clipspark.prep.stage;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.util.SerializableConfiguration;
import org.clipspark.prep.shard.ImageBytes;
import org.clipspark.prep.shard.PairOrigin;
import org.clipspark.prep.shard.RowStatus;
import org.clipspark.prep.shard.ShardRow;
import org.clipspark.prep.shard.ShardRowReader;
import org.clipspark.prep.shard.ShardSchema;
import scala.Tuple2;

/** The rows of staged files. */
public final class StagedRows {
    /** Column with the index of a row's file. */
    private static final String FILE = "staged_file";

    /** Files that one task reads: enough tasks for every core many times over, few enough to start quickly. */
    private static final int TASKS_PER_CORE = 16;

    private final JavaSparkContext spark;
    private final List<String> files;
    private final List<List<String>> groups;

    StagedRows(JavaSparkContext spark, List<String> files) {
        this.spark = spark;
        this.files = List.copyOf(files);
        int most = Math.max(1, TASKS_PER_CORE * spark.defaultParallelism());
        int size = Math.max(1, (files.size() + most - 1) / most);
        groups = new ArrayList<>();
        for (int first = 0; first < files.size(); first += size) {
            groups.add(List.copyOf(files.subList(first, Math.min(files.size(), first + size))));
        }
    }

    /** Whether there is nothing. */
    public boolean isEmpty() {
        return files.isEmpty();
    }

    /** Changes whenever a file comes, goes or is made again. */
    public String identity() {
        return new ImageBytes(String.join("\n", files).getBytes(StandardCharsets.UTF_8)).sha256();
    }

    /** Everything but the images, as a table with the columns of {@link ShardSchema}, sizes of images among them; there must be a file. */
    public Dataset<Row> table(SparkSession session) {
        Dataset<Row> all = session.read().parquet(files.toArray(String[]::new));
        return all.drop(ShardSchema.IMAGE_COLUMNS.toArray(String[]::new));
    }

    /**
     * Rows with what was decided about them.
     *
     * @param decisions rejected rows: {@code source}, {@code source_file}, {@code source_row}, {@code status},
     *     {@code error_message}
     * @param hasImages whether images are read
     */
    public JavaRDD<ShardRow> rows(Dataset<Row> decisions, boolean hasImages) {
        SerializableConfiguration hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
        if (files.isEmpty()) {
            return spark.emptyRDD();
        }
        JavaRDD<List<String>> read = spark.parallelize(groups, groups.size());
        return read.zipPartitions(
                byGroup(decisions),
                (lists, rejected) -> new DecidedRows(lists, statuses(rejected), hasImages, hadoop.value()));
    }

    /** Decisions in the partition that reads their rows, so that no image has to move. */
    private JavaRDD<Tuple2<PairOrigin, RowStatus>> byGroup(Dataset<Row> decisions) {
        Map<String, Integer> groupOf = new HashMap<>();
        for (int group = 0; group < groups.size(); group++) {
            for (String file : groups.get(group)) {
                groupOf.put(new Path(file).getName(), group);
            }
        }
        Dataset<Row> located = table(decisions.sparkSession())
                .select(
                        functions.col(ShardSchema.SOURCE),
                        functions.col(ShardSchema.SOURCE_FILE),
                        functions.col(ShardSchema.SOURCE_ROW),
                        functions.input_file_name().as(FILE))
                .join(decisions, new String[] {ShardSchema.SOURCE, ShardSchema.SOURCE_FILE, ShardSchema.SOURCE_ROW});
        JavaPairRDD<Integer, Tuple2<PairOrigin, RowStatus>> keyed = located.toJavaRDD()
                .mapToPair(row -> new Tuple2<>(
                        Optional.ofNullable(groupOf.get(new Path(row.<String>getAs(FILE)).getName()))
                                .orElseThrow(),
                        decision(row)));
        // A hash of a whole number is the number itself: partition p gets group p.
        return keyed.partitionBy(new HashPartitioner(groups.size())).values();
    }

    private static Tuple2<PairOrigin, RowStatus> decision(Row row) {
        PairOrigin origin = new PairOrigin(
                row.<Integer>getAs(ShardSchema.SOURCE),
                row.getAs(ShardSchema.SOURCE_FILE),
                row.<Long>getAs(ShardSchema.SOURCE_ROW));
        String detail = Optional.ofNullable(row.<String>getAs(ShardSchema.ERROR_MESSAGE))
                .orElse("");
        return new Tuple2<>(origin, new RowStatus(row.getAs(ShardSchema.STATUS), detail));
    }

    private static Map<PairOrigin, RowStatus> statuses(Iterator<Tuple2<PairOrigin, RowStatus>> decisions) {
        Map<PairOrigin, RowStatus> statuses = new HashMap<>();
        decisions.forEachRemaining(decision -> statuses.put(decision._1(), decision._2()));
        return statuses;
    }

    /** Rows of some files, one file at a time. */
    private static final class DecidedRows implements Iterator<ShardRow> {
        private final Iterator<String> paths;
        private final Map<PairOrigin, RowStatus> rejected;
        private final boolean hasImages;
        private final Configuration hadoop;
        private Iterator<ShardRow> rows = List.<ShardRow>of().iterator();

        DecidedRows(
                Iterator<List<String>> groups,
                Map<PairOrigin, RowStatus> rejected,
                boolean hasImages,
                Configuration hadoop) {
            List<String> all = new ArrayList<>();
            groups.forEachRemaining(all::addAll);
            this.paths = all.iterator();
            this.rejected = rejected;
            this.hasImages = hasImages;
            this.hadoop = hadoop;
        }

        @Override
        public boolean hasNext() {
            while (!rows.hasNext() && paths.hasNext()) {
                Path path = new Path(paths.next());
                rows = hasImages ? ShardRowReader.whole(path, hadoop) : ShardRowReader.withoutImages(path, hadoop);
            }
            return rows.hasNext();
        }

        @Override
        public ShardRow next() {
            ShardRow row = rows.next();
            RowStatus status = rejected.get(row.origin());
            return status == null ? row : row.rejected(status);
        }
    }
}
