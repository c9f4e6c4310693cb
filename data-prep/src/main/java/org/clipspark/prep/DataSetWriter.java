package org.clipspark.prep;

import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.clipspark.prep.shard.OutputFolder;
import org.clipspark.prep.shard.ShardManifest;
import org.clipspark.prep.shard.ShardSplit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings prepared rows into their order and writes them, rejected rows and the manifest. */
final class DataSetWriter {
    private static final Logger log = LoggerFactory.getLogger(DataSetWriter.class);

    private final JavaSparkContext spark;
    private final PrepConfig config;
    private final OutputFolder output;

    DataSetWriter(JavaSparkContext spark, PrepConfig config, OutputFolder output) {
        this.spark = spark;
        this.config = config;
        this.output = output;
    }

    ShardManifest write(RowPreparation prepared) {
        Funnel funnel = prepared.count();
        log.info("rows_in={} accepted={} rejected={}", funnel.rowsIn(), funnel.accepted(), funnel.rejected());
        requireRows(funnel);
        ClassNames names = ClassNames.of(funnel);
        Set<String> shared = prepared.sharedKeys();
        ShardPartitioner partitioner = ShardPartitioner.ofSplits(
                config.shards().filesFor(funnel.accepted(ShardSplit.TRAIN)),
                config.shards().filesFor(funnel.accepted(ShardSplit.VALIDATION)));
        output.begin();
        ShardStage stage = stage(names);
        try (ShuffledRows rows = new ShuffledRows(spark, prepared.rows(), shared, config.seed(), partitioner)) {
            List<ShardStage.Written> written = rows.write(stage);
            Funnel counted = funnel.rejecting(ShardStage.DUPLICATE, rows.duplicates(written));
            if (counted.rejectedRows() > 0) {
                rows.writeRejected(stage, config.shards().filesFor(counted.rejectedRows()));
            }
            ShardManifest manifest = manifest(counted, names, written);
            output.complete(manifest);
            return manifest;
        }
    }

    private void requireRows(Funnel funnel) {
        long accepted = funnel.accepted(ShardSplit.TRAIN) + funnel.accepted(ShardSplit.VALIDATION);
        String where = accepted == 0 || config.validation().isEmpty()
                ? config.source().path()
                : config.validation().get().path();
        boolean isMissingValidation = config.validation().isPresent() && funnel.accepted(ShardSplit.VALIDATION) == 0;
        if (accepted == 0 || isMissingValidation) {
            throw new PrepException("No usable pair in " + where + ": " + funnel.rowsIn() + " rows read, rejected "
                    + funnel.rejected());
        }
    }

    private ShardStage stage(ClassNames names) {
        return new ShardStage(
                config.output(),
                config.image().format(),
                config.shards().rowGroupBytes(),
                names,
                new SerializableConfiguration(spark.hadoopConfiguration()));
    }

    private ShardManifest manifest(Funnel funnel, ClassNames names, List<ShardStage.Written> written) {
        return new ShardManifest(
                ShardManifest.FORMAT_VERSION,
                config.image().format(),
                config.seed(),
                funnel.rowsIn(),
                funnel.rejected(),
                names.byLabel(),
                written.stream().flatMap(part -> part.shard().stream()).toList());
    }
}
