package org.clipspark.prep;

import static org.apache.spark.sql.functions.col;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.clipspark.prep.shard.PairOrigin;
import org.clipspark.prep.shard.ShardManifest;
import org.clipspark.prep.shard.ShardSchema;

/** Data sets that no training row may repeat: those that the config names, and the run's own validation source. */
final class EvaluationSets {
    /** Name of the run's own validation source. */
    static final String OWN = "validation";

    private EvaluationSets() {}

    /**
     * Opens the data sets.
     *
     * @param folders name to the folder of a data set
     * @throws java.io.UncheckedIOException if one is no data set
     */
    static Map<String, Dataset<Row>> open(SparkSession session, Map<String, String> folders) {
        Map<String, Dataset<Row>> sets = new LinkedHashMap<>();
        folders.forEach((name, folder) -> sets.put(name, open(session, folder)));
        return sets;
    }

    private static Dataset<Row> open(SparkSession session, String folder) {
        ShardManifest manifest =
                ShardManifest.load(new Path(folder), session.sparkContext().hadoopConfiguration());
        String[] files = manifest.shards().stream()
                .map(shard -> folder + "/" + shard.file())
                .toArray(String[]::new);
        return session.read().parquet(files).drop(ShardSchema.IMAGE_COLUMNS.toArray(String[]::new));
    }

    /** The sets and the run's own. */
    static Map<String, Dataset<Row>> with(Map<String, Dataset<Row>> sets, Dataset<Row> accepted) {
        Map<String, Dataset<Row>> all = new LinkedHashMap<>(sets);
        all.putIfAbsent(OWN, accepted.filter(col(ShardSchema.SOURCE).equalTo(PairOrigin.VALIDATION)));
        return all;
    }
}
