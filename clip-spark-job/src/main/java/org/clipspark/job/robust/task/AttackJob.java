package org.clipspark.job.robust.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.clipspark.job.data.ShardReader;
import org.clipspark.job.suite.cell.Lineage;
import org.clipspark.prep.place.SharedPlace;
import org.clipspark.prep.shard.WholeFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Attacks images on the executors. A finished attack is kept under the hash of all that it follows from, and only read the
 * next time. Equal plans give equal results, for any number of executors. One thread uses it.
 */
public final class AttackJob {
    private static final Logger log = LoggerFactory.getLogger(AttackJob.class);
    private static final String FOLDER = "attacks";
    /** Of how images are attacked: a change makes all kept attacks new ones. */
    private static final String FORMAT = "1";

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

    private final JavaSparkContext spark;
    private final Configuration hadoop;
    private final Path folder;
    private int computed;

    /**
     * A job that keeps attacks.
     *
     * @param cache a path that driver and executors share, or an address that Hadoop can open; created when needed
     */
    public AttackJob(JavaSparkContext spark, String cache) {
        this.spark = spark;
        this.hadoop = spark.hadoopConfiguration();
        this.folder = new Path(cache, FOLDER);
    }

    /** Attacks that were computed and not read. */
    public int computed() {
        return computed;
    }

    /**
     * Attacks.
     *
     * @param lineage what the images, the model and the classifier follow from, by name
     * @throws IllegalArgumentException if an image has no class
     * @throws java.io.UncheckedIOException if something cannot be read or written
     */
    public AttackedUnit run(AttackPlan plan, Map<String, String> lineage) {
        Map<String, String> parts = new TreeMap<>(lineage);
        parts.put("attack", plan.attack().toString() + ", images by seed " + plan.seed());
        parts.put("attack_format", FORMAT + ", units of " + AttackUnit.SIZE);
        Path file = new Path(folder, new Lineage(parts).identity() + ".json");
        return read(file).orElseGet(() -> compute(plan, file));
    }

    private Optional<AttackedUnit> read(Path file) {
        Optional<byte[]> json = WholeFile.read(file, hadoop);
        try {
            return json.isEmpty() ? Optional.empty() : Optional.of(JSON.readValue(json.get(), AttackedUnit.class));
        } catch (IOException e) {
            log.warn("attack={} is damaged and computed again: {}", file, e.getMessage());
            return Optional.empty();
        }
    }

    private AttackedUnit compute(AttackPlan plan, Path file) {
        ShardReader shards = ShardReader.open(plan.rows().shards(), List.of(), hadoop);
        List<AttackUnit> units = AttackUnit.of(shards, plan.rows());
        AttackedUnit all = AttackedUnit.NONE;
        for (AttackedUnit unit : attack(plan, units)) {
            all = all.plus(unit);
        }
        computed++;
        try {
            WholeFile.write(file, JSON.writeValueAsBytes(all), hadoop);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An attack is always JSON", e);
        }
        return all;
    }

    private List<AttackedUnit> attack(AttackPlan plan, List<AttackUnit> units) {
        if (units.isEmpty()) {
            return List.of();
        }
        Broadcast<AttackPlan> shared =
                spark.broadcast(plan.withShards(SharedPlace.of(plan.rows().shards(), hadoop)));
        Broadcast<SerializableConfiguration> files = spark.broadcast(new SerializableConfiguration(hadoop));
        try {
            int slices = Math.min(units.size(), spark.defaultParallelism());
            return spark.parallelize(units, slices)
                    .mapPartitions(
                            some -> AttackTask.run(shared.value(), files.value().value(), some))
                    .collect();
        } finally {
            shared.destroy();
            files.destroy();
        }
    }
}
