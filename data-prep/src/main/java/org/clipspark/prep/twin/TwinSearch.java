package org.clipspark.prep.twin;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the rows that are twins of others. What it finds depends on the rows alone, not on their order or partitions.
 *
 * <p>Rows have the columns {@code key}, {@code source}, {@code source_file} and {@code source_row}, the last three
 * different for each row and its place among the others, and those that the search reads. Results have
 * {@code source}, {@code source_file}, {@code source_row} and {@code error_message}, which names the twin; they stay
 * readable until {@link #close}.
 */
public final class TwinSearch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TwinSearch.class);

    private final SparkSession spark;
    private final IdentityHashMap<Dataset<Row>, Dataset<Row>> kept = new IdentityHashMap<>();
    private final List<String> notes = new ArrayList<>();

    /** A search that keeps intermediate results in {@code spark}'s executors, on their disks where memory is short. */
    public TwinSearch(SparkSession spark) {
        this.spark = spark;
    }

    /** The rows that go: of each group of duplicates all but one, with the key of the one that stays. */
    public Dataset<Row> duplicates(Dataset<Row> rows, Duplicates rule) {
        Survivors survivors = new Survivors(rule.prefer());
        if (rule instanceof ExactDuplicates exact) {
            return keep(survivors.exact(rows, exact.columns()));
        }
        if (rule instanceof NearDuplicates near) {
            return keep(new NearTwins(this, near).rejected(rows, survivors));
        }
        return keep(new SemanticTwins(this, (SemanticDuplicates) rule).rejected(rows));
    }

    /**
     * The rows that an evaluation set holds, with the set, the key of the nearest twin there and its distance.
     *
     * @param evaluationSets name to rows with the same columns; those that the rule names are read
     * @throws IllegalArgumentException if a set is missing or the sets have too many rows
     */
    public Dataset<Row> contaminated(Dataset<Row> rows, Map<String, Dataset<Row>> evaluationSets, Contamination rule) {
        return keep(EvaluationTwins.rejected(spark, rows, evaluationSets, rule));
    }

    /** What a report should say besides counts: where a bound made the search leave something out. */
    public List<String> notes() {
        return Collections.unmodifiableList(notes);
    }

    /** Computes a small result once, however often it is read until {@link #close}. */
    public Dataset<Row> keep(Dataset<Row> rows) {
        Dataset<Row> persisted = cache(rows);
        // A plan that starts here: what reads its last result several times would grow its plan exponentially.
        Dataset<Row> leaf = spark.createDataFrame(persisted.javaRDD(), persisted.schema());
        kept.put(leaf, persisted);
        return leaf;
    }

    /** Computes rows once, however often they are read until {@link #close}; for what one search reads of its input. */
    public Dataset<Row> cache(Dataset<Row> rows) {
        Dataset<Row> persisted = rows.persist(StorageLevel.MEMORY_AND_DISK());
        kept.put(persisted, persisted);
        return persisted;
    }

    /** Forgets what {@link #keep} computed before the end of the search. */
    void release(Dataset<Row> rows) {
        Dataset<Row> persisted = kept.remove(rows);
        if (persisted != null) {
            kept.remove(persisted);
            persisted.unpersist(false);
        }
    }

    void note(String note) {
        log.warn("{}", note);
        notes.add(note);
    }

    @Override
    public void close() {
        kept.values().forEach(rows -> rows.unpersist(false));
        kept.clear();
    }
}
