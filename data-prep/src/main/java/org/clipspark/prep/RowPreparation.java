package org.clipspark.prep;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.clipspark.prep.source.PairSource;
import org.clipspark.prep.source.SourcePair;

/** All rows after their own checks, kept on the executors' disks while they are counted and written. */
final class RowPreparation implements AutoCloseable {
    private final JavaSparkContext spark;
    private final PairPreparation.Settings settings;
    private final List<JavaRDD<PreparedRow>> sources = new ArrayList<>();

    RowPreparation(JavaSparkContext spark, PrepConfig config) {
        this.spark = spark;
        this.settings = PairPreparation.Settings.of(config);
    }

    /** Adds the next source: the training source first. */
    void add(PairSource source) {
        PairPreparation.Settings current = settings;
        JavaRDD<SourcePair> pairs = source.pairs(spark, sources.size());
        // Decoding is the dear part of the run and everything below needs its outcome more than once.
        sources.add(pairs.mapPartitions(part -> prepare(part, current)).persist(StorageLevel.DISK_ONLY()));
    }

    private static Iterator<PreparedRow> prepare(Iterator<SourcePair> pairs, PairPreparation.Settings settings) {
        PairPreparation preparation = new PairPreparation(settings);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return pairs.hasNext();
            }

            @Override
            public PreparedRow next() {
                return preparation.prepare(pairs.next());
            }
        };
    }

    JavaRDD<PreparedRow> rows() {
        return sources.stream().reduce(JavaRDD::union).orElseGet(spark::emptyRDD);
    }

    Funnel count() {
        List<Funnel> parts = rows().mapPartitions(part -> {
                    Funnel.Counter counter = new Funnel.Counter();
                    part.forEachRemaining(counter::add);
                    return List.of(counter.funnel()).iterator();
                })
                .collect();
        return parts.stream().reduce(Funnel.empty(), Funnel::plus);
    }

    /** Keys that both sources have: they would be learnt from and measured on. */
    Set<String> sharedKeys() {
        if (sources.size() < 2) {
            return Set.of();
        }
        return new TreeSet<>(
                keys(sources.get(0)).intersection(keys(sources.get(1))).collect());
    }

    private static JavaRDD<String> keys(JavaRDD<PreparedRow> rows) {
        return rows.filter(PreparedRow::isAccepted).map(row -> row.row().key());
    }

    @Override
    public void close() {
        sources.forEach(rows -> rows.unpersist(false));
    }
}
