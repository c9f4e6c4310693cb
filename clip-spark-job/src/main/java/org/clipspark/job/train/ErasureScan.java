package org.clipspark.job.train;

import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.clipspark.job.data.ShardFile;
import org.clipspark.job.data.ShardReader;
import org.clipspark.job.data.SourceFacts;
import org.clipspark.job.data.tombstone.ErasedRows;
import org.clipspark.job.data.tombstone.ErasureCounts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what the tombstones of a run erase, before the first step: a Spark job that reads the keys of all shards. */
final class ErasureScan {
    private static final Logger log = LoggerFactory.getLogger(ErasureScan.class);
    /** Share of a split from which on smaller batches are worth a warning. */
    private static final double LARGE_SHARE = 0.1;

    private ErasureScan() {}

    static ErasureCounts run(JavaSparkContext spark, RunPlan plan, ShardReader shards) {
        List<SourceFacts> sources = shards.sources();
        if (shards.tombstones().isEmpty()) {
            return ErasureCounts.of(shards.tombstones(), List.of(), sources.size());
        }
        List<ShardFile> files = shards.files();
        // The plan travels once to each executor, and the lists with it.
        Broadcast<RunPlan> shared = spark.broadcast(plan);
        try {
            List<ErasedRows> erased = spark.parallelize(files, Math.max(1, files.size()))
                    .map(file -> file.erased(
                            shared.value().tombstones(), shared.value().hadoop()))
                    .collect();
            ErasureCounts counts = ErasureCounts.of(shards.tombstones(), erased, sources.size());
            announce(counts, sources);
            return counts;
        } finally {
            shared.destroy();
        }
    }

    private static void announce(ErasureCounts counts, List<SourceFacts> sources) {
        log.info("tombstones: {} keys, {} of no row", counts.keys(), counts.unknownKeys());
        for (int i = 0; i < sources.size(); i++) {
            SourceFacts source = sources.get(i);
            long train = counts.trainRows().get(i);
            log.info(
                    "source={} erasedTrain={} of {} erasedValidation={} of {}",
                    source.name(),
                    train,
                    source.trainRows(),
                    counts.validationRows().get(i),
                    source.validationRows());
            if (train > LARGE_SHARE * source.trainRows()) {
                log.warn(
                        "source={}: batches are smaller by its erased rows; prepare it again without them",
                        source.name());
            }
        }
        if (counts.unknownKeys() > 0) {
            log.warn("tombstones: {} keys are of no row in any source", counts.unknownKeys());
        }
    }

    /** What is erased, in one line. */
    static String text(ErasureCounts counts, List<SourceFacts> sources) {
        StringBuilder text = new StringBuilder(counts.keys() + " keys, " + counts.unknownKeys() + " of them of no row");
        for (int i = 0; i < sources.size(); i++) {
            text.append("; ").append(sources.get(i).name()).append(": ");
            text.append(counts.trainRows().get(i)).append(" training and ");
            text.append(counts.validationRows().get(i)).append(" validation rows");
        }
        return text.toString();
    }
}
