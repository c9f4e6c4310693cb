package org.clipspark.job.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.clipspark.job.config.JobConfig;
import org.clipspark.job.data.BatchPrefetcher;
import org.clipspark.job.data.ReplicaShare;
import org.clipspark.job.data.SampleCursor;
import org.clipspark.job.data.ShardReader;
import org.clipspark.job.sync.LocalClusters;
import org.clipspark.job.weights.InitialWeights;
import org.clipspark.model.ClipModel;
import org.clipspark.model.ModelConfig;
import org.clipspark.model.compute.ParameterLayout;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A model whose parameters are more than 2 GiB, and more bytes than an int can count. Needs 16 GiB of memory and 15 GB of disk,
 * so it runs only where it is asked for: {@code -Dclip.large=true}.
 */
@EnabledIfSystemProperty(named = "clip.large", matches = "true")
@Timeout(value = 1800, unit = TimeUnit.SECONDS)
class LargeModelIT {
    private static final long TEXT_EMBEDDING = 601_600_000;

    @TempDir
    private static Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"ring", "rounds"})
    void averagesAndSavesEachOfItsParameters(String group) throws IOException {
        try (JavaSparkContext spark = LocalClusters.threads(2)) {
            SparkSession session =
                    SparkSession.builder().config(spark.getConf()).getOrCreate();
            SmallRun run = SmallRun.prepare(session, Files.createDirectories(folder.resolve(group)));
            JobConfig config = config(run, group);
            run.train(session, config);

            RunPlan plan = plan(config, spark);
            assertThat(ClipModel.layoutOf(plan.model())
                            .entry("token_embedding.weight")
                            .shape()
                            .size())
                    .isEqualTo(TEXT_EMBEDDING);
            List<float[]> expected = means(afterOneStep(plan, 0), afterOneStep(plan, 1));
            List<float[]> learnt = probes(plan, plan.checkpoint(SampleCursor.start(3, 1)));
            for (int i = 0; i < expected.size(); i++) {
                assertThat(learnt.get(i)).as("probe %d", i).isEqualTo(expected.get(i));
            }
            assertThat(learnt.get(0))
                    .isNotEqualTo(probes(plan, plan.checkpoint(SampleCursor.start(3, 0)))
                            .get(0));
        }
    }

    private static JobConfig config(SmallRun run, String group) throws IOException {
        Path model = Files.writeString(run.folder("large.json"), """
                {"embed_dim": 64,
                 "vision_cfg": {"image_size": 32, "patch_size": 16, "width": 32, "layers": 1, "head_width": 16},
                 "text_cfg": {"context_length": 16, "vocab_size": 9400000, "width": 64, "heads": 2, "layers": 1}}
                """);
        return run.config(
                "large",
                "model.config=" + model,
                "train.replicaGroup=" + group,
                "train.batchSize=64",
                "train.epochs=1",
                "optimizer.name=sgd",
                "optimizer.learningRate=0.1",
                "optimizer.warmupSteps=0");
    }

    private static RunPlan plan(JobConfig config, JavaSparkContext spark) {
        return new RunPlan(
                RunIdentity.fresh(config),
                config,
                ModelConfig.load(Path.of(config.model().config())),
                InitialWeights.named("", 0),
                ShardReader.open(config.data(), spark.hadoopConfiguration()),
                spark.hadoopConfiguration());
    }

    /** What one replica has after its step, without the others. */
    private static List<float[]> afterOneStep(RunPlan plan, int rank) {
        SampleCursor start = SampleCursor.start(plan.config().run().seed(), 0);
        try (Replica replica = new Replica(plan, ReplicaPlace.ofTrial(1));
                BatchPrefetcher batches = new ReplicaInput(plan).batches(start, new ReplicaShare(rank, 2))) {
            ReplicaCheckpoint.load(plan, replica, RunState.start(start.seed()), plan.checkpoint(start));
            assertThat(replica.steps(batches, new Stretch(0, 1, 1), samples -> {}))
                    .hasSize(1);
            return probes(replica);
        }
    }

    private static List<float[]> probes(RunPlan plan, String checkpoint) {
        try (Replica replica = new Replica(plan, ReplicaPlace.ofTrial(1))) {
            ReplicaCheckpoint.load(plan, replica, RunState.start(3), checkpoint);
            return probes(replica);
        }
    }

    /** Parameters before, within and behind the large table, at its start and at its end. */
    private static List<float[]> probes(Replica replica) {
        ParameterLayout layout = replica.model().parameters().layout();
        long table = layout.entry("token_embedding.weight").offset();
        List<float[]> probes = new ArrayList<>();
        for (long first : new long[] {
            layout.entry("ln_final.weight").offset(),
            layout.entry("text_projection").offset(),
            layout.entry("visual.proj").offset(),
            table,
            table + TEXT_EMBEDDING / 2,
            table + TEXT_EMBEDDING - 64
        }) {
            float[] values = new float[64];
            replica.model().parameterVector().read(first, values, 0, values.length);
            probes.add(values);
        }
        // All rows that a token of this vocabulary stands for.
        float[] rows = new float[560 * 64];
        replica.model().parameterVector().read(table, rows, 0, rows.length);
        probes.add(rows);
        return probes;
    }

    private static List<float[]> means(List<float[]> a, List<float[]> b) {
        List<float[]> means = new ArrayList<>();
        for (int i = 0; i < a.size(); i++) {
            float[] mean = new float[a.get(i).length];
            for (int j = 0; j < mean.length; j++) {
                mean[j] = (float) (0.5 * a.get(i)[j] + 0.5 * b.get(i)[j]);
            }
            means.add(mean);
        }
        return means;
    }
}
