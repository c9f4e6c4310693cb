package org.clipspark.job.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.clipspark.job.config.JobConfig;
import org.clipspark.job.data.BatchPrefetcher;
import org.clipspark.job.data.ReplicaShare;
import org.clipspark.job.data.SampleCursor;
import org.clipspark.job.data.ShardReader;
import org.clipspark.job.report.RunRecord;
import org.clipspark.job.sync.LocalClusters;
import org.clipspark.job.weights.InitialWeights;
import org.clipspark.model.ClipModel;
import org.clipspark.model.ModelConfig;
import org.clipspark.model.checkpoint.Checkpoint;
import org.clipspark.model.checkpoint.CheckpointFiles;
import org.clipspark.model.checkpoint.SafetensorsFile;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.exchange.ForeignModel;
import org.clipspark.model.exchange.OpenClipFolder;
import org.clipspark.model.input.ClipBatch;
import org.clipspark.model.loss.ContrastiveLoss;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that begin with the weights of another run. */
class InitialWeightsIT {
    private static final String[] SHORT = {"train.replicas=1", "train.epochs=1", "run.seed=5"};

    @TempDir
    static Path folder;

    private static JavaSparkContext spark;
    private static SparkSession session;
    private static SmallRun run;
    private static Path before;

    @BeforeAll
    static void trainWeights() throws IOException {
        spark = LocalClusters.threads(2);
        session = SparkSession.builder().config(spark.getConf()).getOrCreate();
        run = SmallRun.prepare(session, folder);
        run.train(session, run.config("before", "train.epochs=1", "train.ema=0.5"));
        before = run.folder("before").resolve("checkpoints/epoch-0001");
    }

    @AfterAll
    static void stop() {
        spark.close();
    }

    @Test
    void learnsOnFromAnExportedCheckpointAndKeepsTheBitsOfALockedTower() throws IOException {
        Path export = folder.resolve("export");
        CheckpointFiles files = CheckpointFiles.folder(before);
        String model = Checkpoint.documents(files).getOrDefault("model_config", "");
        OpenClipFolder.write(export, Checkpoint.model(files), model);
        JobConfig config =
                config("lit", export, "train.lock.image=true", "train.averagingFrequency=1", "checkpoint.everySteps=1");

        List<StepRecord> steps = train(config);

        SafetensorsFile exported = SafetensorsFile.open(export.resolve(OpenClipFolder.WEIGHTS));
        assertThat(steps.get(0).loss()).isCloseTo(firstLoss(config, exported), within(1e-6));
        SafetensorsFile learnt = weights("lit", "epoch-0001/model.safetensors");
        List<String> image = names(exported).stream()
                .filter(name -> name.startsWith("visual."))
                .toList();
        assertThat(image).hasSizeGreaterThan(10);
        for (String name : image) {
            assertThat(learnt.floats(name)).as(name).isEqualTo(exported.floats(name));
        }
        assertThat(learnt.floats("text_projection")).isNotEqualTo(exported.floats("text_projection"));
    }

    /** The loss of the weights on the first batch of the run, by no part of the run's own machinery but its data. */
    private static double firstLoss(JobConfig config, SafetensorsFile weights) {
        Configuration hadoop = spark.hadoopConfiguration();
        ModelConfig model = ModelConfig.load(Path.of(config.model().config()));
        RunPlan plan = new RunPlan(
                RunIdentity.fresh(config),
                config,
                model,
                InitialWeights.named("", 0),
                ShardReader.open(config.data(), hadoop),
                hadoop);
        try (Backend backend = Backend.named("onednn", new BackendSettings(ElementType.FLOAT32, 1));
                BatchPrefetcher batches = new ReplicaInput(plan)
                        .batches(SampleCursor.start(config.run().seed(), 0), new ReplicaShare(0, 1))) {
            ClipModel clip = ClipModel.create(model, backend, config.train().batchSize());
            ForeignModel.open(Path.of(weights.location()))
                    .read(clip.parameters().layout(), clip.parameterVector());
            ClipBatch batch = batches.next().orElseThrow();
            return clip.gradients(batch.images(), batch.texts(), batch.size(), ContrastiveLoss.named("softmax"));
        }
    }

    @Test
    void takesTheMovingAverageOfACheckpointAndRecordsIt() throws IOException {
        train(config("average", before, "train.ema=0.9"));

        Path average = before.resolve("ema.safetensors");
        Path first = run.folder("average").resolve("checkpoints/epoch-0000");
        assertThat(first.resolve("model.safetensors")).hasSameBinaryContentAs(average);
        assertThat(first.resolve("ema.safetensors")).hasSameBinaryContentAs(average);
        RunRecord.Weights recorded =
                RunRecord.load(run.folder("average")).inputs().weights();
        assertThat(recorded)
                .isEqualTo(new RunRecord.Weights(
                        average.toString(), ForeignModel.open(average).sha256()));
        assertThat(first.resolve("state.json")).content().contains("\"weights\":\"" + recorded.sha256() + "\"");
        assertThat(run.folder("average").resolve("report.html")).content().contains(recorded.sha256());
        assertThat(RunRecord.load(run.folder("before")).inputs().weights()).isEqualTo(RunRecord.Weights.DRAWN);
    }

    @Test
    void learnsTheSameFromThemInRounds() throws IOException {
        train(config("ring", before));
        train(config("rounds", before, "train.replicaGroup=rounds"));

        String last = "checkpoints/epoch-0001/model.safetensors";
        assertThat(run.folder("rounds").resolve(last))
                .hasSameBinaryContentAs(run.folder("ring").resolve(last));
    }

    @Test
    void weightsOfAnotherArchitectureLeaveTheFolderAsItWas() throws IOException {
        Path deeper = Files.writeString(
                folder.resolve("deeper.json"),
                Files.readString(folder.resolve("model.json")).replaceFirst("\"layers\": 1", "\"layers\": 2"));
        train(config("kept", before));

        assertThatThrownBy(() -> train(config("kept", before, "run.overwrite=true", "model.config=" + deeper)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "ema.safetensors does not fit model.config: 12 parameters of the model are missing");
        assertThat(run.folder("kept").resolve("checkpoints/epoch-0001")).isDirectory();
    }

    @Test
    void neverDeletesTheWeightsItIsToBeginWith() throws IOException {
        assertThatThrownBy(() -> train(config("before", before, "run.overwrite=true")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("model.weights " + before + " is of the run in run.directory " + run.folder("before")
                        + ", which run.overwrite deletes: choose another run.directory");
        assertThat(before).isDirectory();
    }

    private static JobConfig config(String name, Path weights, String... more) throws IOException {
        List<String> overrides = new ArrayList<>(List.of(SHORT));
        overrides.add("model.weights=" + weights);
        overrides.addAll(List.of(more));
        return run.config(name, overrides.toArray(String[]::new));
    }

    private static List<StepRecord> train(JobConfig config) {
        List<StepRecord> told = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void stepped(int epoch, List<StepRecord> steps, TrainingClock time) {
                told.addAll(steps);
            }
        };
        Clock clock = Clock.systemUTC();
        new Trainer(spark, config, List.of(new RunRecorder(clock), listener), clock).run();
        return told;
    }

    private static SafetensorsFile weights(String name, String file) {
        return SafetensorsFile.open(run.folder(name).resolve("checkpoints").resolve(file));
    }

    private static List<String> names(SafetensorsFile file) {
        return file.entries().stream().map(SafetensorsFile.Entry::name).toList();
    }
}
