package org.clipspark.prep;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.xxhash64;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.clipspark.prep.config.StrictYaml;
import org.clipspark.prep.filter.Filters;
import org.clipspark.prep.shard.ImageBytes;
import org.clipspark.prep.shard.PairOrigin;
import org.clipspark.prep.shard.RowStatus;
import org.clipspark.prep.shard.ShardRow;
import org.clipspark.prep.shard.ShardSchema;
import org.clipspark.prep.shard.ShardSplit;
import org.clipspark.prep.stage.StagedRows;
import scala.Tuple2;

/** Staged rows and what the steps that look at many rows decided about them. */
final class DecidedRows implements AutoCloseable {
    private static final String FATE = "fate";

    private final StagedRows staged;
    private final Dataset<Row> decisions;

    private DecidedRows(StagedRows staged, Dataset<Row> decisions) {
        this.staged = staged;
        this.decisions = decisions;
    }

    /**
     * Decides between accepted rows; there must be staged rows.
     *
     * @param filters applied to the training source
     * @param sets what filters may compare with
     */
    static DecidedRows of(StagedRows staged, SparkSession session, Filters filters, Map<String, Dataset<Row>> sets) {
        Dataset<Row> accepted =
                staged.table(session).filter(col(ShardSchema.STATUS).equalTo(RowStatus.SUCCESS.label()));
        Dataset<Row> repeated = KeyDuplicates.of(accepted).persist(StorageLevel.MEMORY_AND_DISK());
        if (filters.stepNames().isEmpty()) {
            return new DecidedRows(staged, repeated);
        }
        Dataset<Row> candidates = accepted.filter(col(ShardSchema.SOURCE).notEqual(PairOrigin.VALIDATION))
                .join(
                        repeated.drop(ShardSchema.STATUS, ShardSchema.ERROR_MESSAGE),
                        new String[] {ShardSchema.SOURCE, ShardSchema.SOURCE_FILE, ShardSchema.SOURCE_ROW},
                        "left_anti");
        Dataset<Row> decisions = repeated.union(filters.decisions(candidates, EvaluationSets.with(sets, accepted)))
                .persist(StorageLevel.MEMORY_AND_DISK());
        return new DecidedRows(staged, decisions);
    }

    /** What the filters have to say beside counts. */
    List<String> notes(SparkSession session, Filters filters) {
        return filters.stepNames().isEmpty() ? List.of() : filters.notes(staged.table(session));
    }

    JavaRDD<ShardRow> accepted() {
        return staged.rows(decisions, true).filter(row -> row.status().isSuccess());
    }

    JavaRDD<ShardRow> rejected() {
        return staged.rows(decisions, false).filter(row -> !row.status().isSuccess());
    }

    Funnel count(SplitConfig split) {
        List<Funnel> parts = staged.rows(decisions, false)
                .mapPartitions(part -> {
                    Funnel.Counter counter = new Funnel.Counter();
                    part.forEachRemaining(row -> counter.add(new PreparedRow(split.of(row), row)));
                    return List.of(counter.funnel()).iterator();
                })
                .collect();
        return parts.stream().reduce(Funnel.empty(), Funnel::plus);
    }

    /** Bytes of the images of accepted rows by their split. */
    Map<ShardSplit, Long> imageBytes(SparkSession session, SplitConfig split) {
        Dataset<Row> accepted = staged.table(session)
                .filter(col(ShardSchema.STATUS).equalTo(RowStatus.SUCCESS.label()))
                .join(
                        decisions.select(ShardSchema.SOURCE, ShardSchema.SOURCE_FILE, ShardSchema.SOURCE_ROW),
                        new String[] {ShardSchema.SOURCE, ShardSchema.SOURCE_FILE, ShardSchema.SOURCE_ROW},
                        "left_anti")
                .select(ShardSchema.SOURCE, ShardSchema.KEY, ShardSchema.IMAGE_BYTES);
        return accepted.toJavaRDD()
                .mapToPair(row -> new Tuple2<>(
                        split.of(row.getInt(0), row.getString(1)), row.isNullAt(2) ? 0L : (long) row.getInt(2)))
                .reduceByKey(Long::sum)
                .collectAsMap();
    }

    /**
     * Changes whenever other shards would come out: with the staged rows, the settings, and the decisions themselves, which
     * depend on the content of files that the settings only name.
     */
    String identity(PrepConfig config) {
        Row fates = decisions
                .select(xxhash64(
                                col(ShardSchema.SOURCE),
                                col(ShardSchema.SOURCE_FILE),
                                col(ShardSchema.SOURCE_ROW),
                                col(ShardSchema.STATUS))
                        .as(FATE))
                .agg(expr("count(" + FATE + ")"), expr("bit_xor(" + FATE + ")"))
                .first();
        String settings = staged.identity() + "\n" + fates + "\n" + StrictYaml.format(DataSettings.of(config));
        return new ImageBytes(settings.getBytes(StandardCharsets.UTF_8)).sha256();
    }

    @Override
    public void close() {
        decisions.unpersist(false);
    }
}
