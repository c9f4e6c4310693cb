package org.clipspark.job.train;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.util.SerializableConfiguration;
import org.clipspark.job.config.JobConfig;
import org.clipspark.job.data.BatchOrder;
import org.clipspark.job.data.SampleCursor;
import org.clipspark.job.data.ShardReader;
import org.clipspark.job.data.Vocabulary;
import org.clipspark.job.data.tombstone.Tombstones;
import org.clipspark.job.weights.InitialWeights;
import org.clipspark.model.ModelConfig;
import org.clipspark.model.input.ClipTokenizer;

/**
 * All that a replica needs to know of a run, sent to the executors once. The contents of the model's and the
 * vocabulary's files travel along: executors need not see the driver's disk for them.
 */
final class RunPlan implements Serializable {
    private static final long serialVersionUID = 1;

    private final String runId;
    private final JobConfig config;
    private final String model;
    private final Vocabulary vocabulary;
    private final BatchOrder order;
    private final TreeMap<String, String> lineage = new TreeMap<>();
    private final SerializableConfiguration hadoop;
    private final Tombstones tombstones;
    private final String poolKey = UUID.randomUUID().toString();

    RunPlan(
            RunIdentity identity,
            JobConfig config,
            ModelConfig model,
            InitialWeights weights,
            ShardReader data,
            Configuration hadoop) {
        this.runId = identity.runId();
        this.config = config;
        this.model = model.toJson();
        Path file = Path.of(config.tokenizer().vocabulary());
        this.vocabulary = Vocabulary.read("tokenizer.vocabulary", file);
        this.order = data.batchOrder(identity.streams(), config.train().pairsPerStep());
        this.hadoop = new SerializableConfiguration(hadoop);
        this.tombstones = data.tombstones();
        // Loaded from its own place here, so that an error names the file that the user wrote.
        ClipTokenizer tokenizer = ClipTokenizer.load(file, model.text().tokenizerOptions());
        this.lineage.putAll(Lineage.of(data, model, ReplicaInput.transform(config, model), tokenizer));
        this.lineage.putAll(weights.lineage());
    }

    /** Unique name of the run. */
    String runId() {
        return runId;
    }

    /**
     * By what replicas that stay warm between stages are found. It is not that of the run: in the process of a resumed one,
     * replicas of its earlier part would go on with that part's settings and tombstones.
     */
    String poolKey() {
        return poolKey;
    }

    /** Keys whose rows must reach no batch, as they were when the run began or went on. */
    Tombstones tombstones() {
        return tombstones;
    }

    JobConfig config() {
        return config;
    }

    ModelConfig model() {
        return ModelConfig.parse(model);
    }

    /** Folder of the run's checkpoints. */
    String checkpoints() {
        return config.checkpoint().folder(config.run());
    }

    /** Folder of the checkpoint of that place in the run; by name they are in the order of time. */
    String checkpoint(SampleCursor cursor) {
        String name = String.format("epoch-%04d", cursor.epoch());
        return checkpoints() + "/" + (cursor.batch() == 0 ? name : name + String.format("-batch-%08d", cursor.batch()));
    }

    /** Hash or version of everything that goes into the run, by name. */
    Map<String, String> lineage() {
        return Collections.unmodifiableMap(lineage);
    }

    /** The batches of each epoch. */
    BatchOrder order() {
        return order;
    }

    /** Steps of the schedule in one epoch: those of as many replicas as the order has streams. */
    long stepsPerEpoch() {
        return order.steps(0, order.streams());
    }

    long totalSteps() {
        return stepsPerEpoch() * config.train().epochs();
    }

    /** Steps of the schedule before a batch: they go by batches, not by the replicas that happen to share them. */
    long step(int epoch, long batch) {
        return epoch * stepsPerEpoch() + batch / order.streams();
    }

    /** Steps of the schedule before the cursor's next batch. */
    long step(SampleCursor cursor) {
        return step(cursor.epoch(), cursor.batch() + order.streams() - 1);
    }

    /** Steps that so many replicas take from the cursor to the next average, fewer where the epoch ends. */
    long stepsToAverage(SampleCursor cursor, int replicas) {
        return Math.min(config.train().stepsToAverage(step(cursor)), order.steps(cursor.batch(), replicas));
    }

    /** Where the cursor stands after so many steps of so many replicas. */
    SampleCursor after(SampleCursor cursor, long steps, int replicas) {
        return cursor.at(Math.min(cursor.batch() + steps * replicas, order.batches()));
    }

    Configuration hadoop() {
        return hadoop.value();
    }

    ClipTokenizer tokenizer() {
        return vocabulary.tokenizer(model().text().tokenizerOptions());
    }
}
