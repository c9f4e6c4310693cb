package org.clipspark.prep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.clipspark.prep.shard.OutputFolder;
import org.clipspark.prep.shard.ShardManifest;
import org.clipspark.prep.shard.ShardRow;
import org.clipspark.prep.shard.ShardSplit;
import org.clipspark.prep.stage.WrittenShards;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings decided rows into their order and writes shards and rejected rows; what an earlier run wrote stays. */
final class DataSetWriter {
    private static final Logger log = LoggerFactory.getLogger(DataSetWriter.class);

    private final SparkSession session;
    private final JavaSparkContext spark;
    private final PrepConfig config;
    private final OutputFolder output;
    private final WrittenShards written;

    DataSetWriter(SparkSession session, PrepConfig config, OutputFolder output) {
        this.session = session;
        spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        this.config = config;
        this.output = output;
        written = new WrittenShards(output.path().toString());
    }

    ShardManifest write(DecidedRows rows, Funnel funnel) {
        requireRows(funnel);
        ClassNames names = ClassNames.of(funnel);
        Configuration hadoop = spark.hadoopConfiguration();
        output.beginShards(rows.identity(config), () -> written.clear(hadoop));
        ShardPartitioner partitioner = partitioner(rows, funnel);
        List<ShardManifest.Shard> shards = new ArrayList<>(written.load(hadoop));
        Set<String> done = new HashSet<>();
        shards.forEach(shard -> done.add(shard.file()));
        log.info("shards={} written={}", partitioner.numPartitions(), done.size());
        ShardStage stage = stage(names);
        shards.addAll(ShuffledRows.write(prepared(rows.accepted()), config.seed(), partitioner, stage, done));
        shards.sort(Comparator.comparing(ShardManifest.Shard::split).thenComparing(ShardManifest.Shard::file));
        output.clearRejected();
        if (funnel.rejectedRows() > 0) {
            int files = config.shards().filesFor(funnel.rejectedRows());
            ShuffledRows.writeRejected(prepared(rows.rejected()), config.seed(), files, stage);
        }
        return manifest(funnel, names, shards);
    }

    private ShardPartitioner partitioner(DecidedRows rows, Funnel funnel) {
        Map<ShardSplit, Long> bytes =
                config.shards().imageBytesPerShard().isPresent() ? rows.imageBytes(session, config.split()) : Map.of();
        return ShardPartitioner.ofSplits(
                files(ShardSplit.TRAIN, funnel, bytes), files(ShardSplit.VALIDATION, funnel, bytes));
    }

    private int files(ShardSplit split, Funnel funnel, Map<ShardSplit, Long> bytes) {
        return config.shards().filesFor(funnel.accepted(split), bytes.getOrDefault(split, 0L));
    }

    private JavaRDD<PreparedRow> prepared(JavaRDD<ShardRow> rows) {
        SplitConfig split = config.split();
        return rows.map(row -> new PreparedRow(split.of(row), row));
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
                output.path().toString(),
                config.image().format(),
                config.shards().rowGroupBytes(),
                names,
                written,
                new SerializableConfiguration(spark.hadoopConfiguration()));
    }

    private ShardManifest manifest(Funnel funnel, ClassNames names, List<ShardManifest.Shard> shards) {
        return new ShardManifest(
                ShardManifest.FORMAT_VERSION,
                config.image().format(),
                config.seed(),
                funnel.rowsIn(),
                funnel.rejected(),
                names.byLabel(),
                shards);
    }
}
