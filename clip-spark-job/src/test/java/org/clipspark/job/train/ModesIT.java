package org.clipspark.job.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.clipspark.model.checkpoint.SafetensorsFile;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.ParameterLayout;
import org.clipspark.model.input.ClipBatch;
import org.clipspark.model.optim.LearningRateSchedule;
import org.clipspark.model.optim.Optimizer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What replicas agree on, and how often. */
@Timeout(value = 420, unit = TimeUnit.SECONDS)
class ModesIT {
    @TempDir
    private static Path folder;

    private static JavaSparkContext spark;
    private static SmallRun run;

    @BeforeAll
    static void prepare() throws IOException {
        spark = LocalClusters.threads(4);
        run = SmallRun.prepare(session(), folder);
        Files.writeString(
                folder.resolve("sigmoid.json"),
                Files.readString(folder.resolve("model.json")).replaceFirst("\\{", "{\"init_logit_bias\": -3, "));
    }

    @AfterAll
    static void stop() {
        spark.close();
    }

    @ParameterizedTest
    @CsvSource({"softmax,2,3", "softmax,4,5", "sigmoid,2,3", "sigmoid,4,5"})
    void replicasOfAGlobalBatchLearnWhatOneReplicaLearnsFromTheBigBatch(String loss, int replicas, int epochs)
            throws IOException {
        String name = "global-" + loss + replicas;
        JobConfig config = run.config(
                name,
                "train.mode=global",
                "train.replicas=" + replicas,
                "train.epochs=" + epochs,
                "loss.name=" + loss,
                "model.config=" + folder.resolve(loss.equals("sigmoid") ? "sigmoid.json" : "model.json"));

        run.train(session(), config);

        SafetensorsFile learnt = SafetensorsFile.open(
                run.folder(name).resolve("checkpoints/epoch-%04d/model.safetensors".formatted(epochs)));
        try (Backend backend = Backend.named("onednn", new BackendSettings(ElementType.FLOAT32, 1))) {
            ClipModel expected = bigBatch(config, backend);
            float[] values = FloatArrays.of(expected.parameterVector());
            for (ParameterLayout.Entry entry : expected.parameters().layout().entries()) {
                int first = (int) entry.offset();
                assertThat(learnt.floats(entry.name()))
                        .as(entry.name())
                        .containsExactly(
                                Arrays.copyOfRange(
                                        values,
                                        first,
                                        first + (int) entry.shape().size()),
                                within(1e-5f));
            }
        }
    }

    /** Trains alone on the batches of all replicas, one after the other in each step. */
    private static ClipModel bigBatch(JobConfig config, Backend backend) {
        RunPlan plan = new RunPlan(
                RunIdentity.fresh(config),
                config,
                ModelConfig.load(Path.of(config.model().config())),
                InitialWeights.named("", 0),
                ShardReader.open(config.data(), spark.hadoopConfiguration()),
                spark.hadoopConfiguration());
        int replicas = config.train().replicas();
        ClipModel model = ClipModel.create(
                plan.model(), backend, replicas * config.train().batchSize());
        model.initialise(config.run().seed());
        Optimizer optimizer = Optimizer.of(
                ReplicaParts.optimizer(config),
                backend,
                model.parameters(),
                new LearningRules(config, plan.model()).parameterRules());
        LearningRateSchedule schedule = ReplicaParts.schedule(config, plan.totalSteps());
        long steps = 0;
        for (int epoch = 0; epoch < config.train().epochs(); epoch++) {
            for (ClipBatch batch : epoch(plan, epoch, replicas)) {
                model.clearGradients();
                model.gradients(batch.images(), batch.texts(), batch.size(), ReplicaParts.loss(config));
                optimizer.step(schedule.at(steps++));
                model.clampLogitScale(Math.log(config.loss().maximumLogitScale()));
            }
        }
        assertThat(steps).isGreaterThanOrEqualTo(10);
        return model;
    }

    private static List<ClipBatch> epoch(RunPlan plan, int epoch, int replicas) {
        List<List<ClipBatch>> parts = new ArrayList<>();
        SampleCursor start = SampleCursor.start(plan.config().run().seed(), epoch);
        for (int rank = 0; rank < replicas; rank++) {
            List<ClipBatch> mine = new ArrayList<>();
            try (BatchPrefetcher batches = new ReplicaInput(plan).batches(start, new ReplicaShare(rank, replicas))) {
                while (batches.hasNext()) {
                    mine.add(batches.next().orElseThrow());
                }
            }
            parts.add(mine);
        }
        List<ClipBatch> whole = new ArrayList<>();
        for (int step = 0; step < parts.get(0).size(); step++) {
            int at = step;
            whole.add(joined(parts.stream().map(part -> part.get(at)).toList()));
        }
        return whole;
    }

    private static ClipBatch joined(List<ClipBatch> parts) {
        ClipBatch first = parts.get(0);
        int size = parts.stream().mapToInt(ClipBatch::size).sum();
        ClipBatch whole = new ClipBatch(size, first.imageLength(), first.contextLength());
        int row = 0;
        for (ClipBatch part : parts) {
            System.arraycopy(part.images(), 0, whole.images(), row * whole.imageLength(), part.images().length);
            System.arraycopy(part.texts(), 0, whole.texts(), row * whole.contextLength(), part.texts().length);
            row += part.size();
        }
        return whole;
    }

    @Test
    void aGlobalBatchMayLeaveSomeReplicasWithoutPairs() throws IOException {
        run.train(
                session(),
                run.config("uneven", "train.mode=global", "train.replicas=4", "train.batchSize=19", "train.epochs=1"));

        // Streams of 38, 38, 37 and 37 rows: two have a second batch, in a step that the others take without one.
        assertThat(run.last("uneven", "samples_seen")).contains(6 * 19.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ring", "rounds"})
    void averagesAfterEachStepUntilTheRunIsOldEnough(String group) throws IOException {
        String[] always = {"train.replicaGroup=" + group, "train.averagingFrequency=1"};
        String[] first = {"train.replicaGroup=" + group, "train.averageEveryStepUntil=1000"};
        run.train(session(), run.config("always-" + group, always));
        run.train(session(), run.config("first-" + group, first));

        assertThat(run.checkpoint("first-" + group, "epoch-0002", "model.safetensors"))
                .isEqualTo(run.checkpoint("always-" + group, "epoch-0002", "model.safetensors"));
    }

    @Test
    void theOuterStepIsTheSameInARingAndInRounds() throws IOException {
        String[] outer = {"train.outer.rule=nesterov", "train.outer.learningRate=0.7", "train.ema=0.9"};
        run.train(session(), run.config("outer-ring", outer));
        run.train(session(), run.config("outer-rounds", with(outer, "train.replicaGroup=rounds")));
        run.train(session(), run.config("plain", "train.ema=0.9"));

        for (String file : List.of("model.safetensors", "ema.safetensors", "optimizer.safetensors")) {
            assertThat(run.checkpoint("outer-rounds", "epoch-0002", file))
                    .as(file)
                    .isEqualTo(run.checkpoint("outer-ring", "epoch-0002", file));
        }
        assertThat(run.checkpoint("outer-ring", "epoch-0002", "model.safetensors"))
                .isNotEqualTo(run.checkpoint("plain", "epoch-0002", "model.safetensors"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            train.replicaGroup=rounds     | train.mode global needs train.replicaGroup ring
            train.optimizerState=keep     | train.mode global needs train.optimizerState average
            train.outer.rule=momentum     | train.mode global needs train.outer.rule none
            train.averageEveryStepUntil=5 | train.mode global needs train.averageEveryStepUntil 0
            """)
    void refusesWhatAGlobalBatchHasNoUseFor(String override, String message) {
        assertThatThrownBy(() -> run.train(session(), run.config("refused", "train.mode=global", override)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static String[] with(String[] settings, String more) {
        String[] all = Arrays.copyOf(settings, settings.length + 1);
        all[settings.length] = more;
        return all;
    }

    private static SparkSession session() {
        return SparkSession.builder().config(spark.getConf()).getOrCreate();
    }
}
