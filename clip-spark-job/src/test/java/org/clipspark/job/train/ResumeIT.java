package org.clipspark.job.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.clipspark.job.config.JobConfig;
import org.clipspark.job.data.ReplicaShare;
import org.clipspark.job.data.Sample;
import org.clipspark.job.data.ShardReader;
import org.clipspark.job.report.EventLog;
import org.clipspark.job.report.MetricsEntry;
import org.clipspark.job.report.RunEvent;
import org.clipspark.job.sync.LocalClusters;
import org.clipspark.prep.shard.ShardSplit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 420, unit = TimeUnit.SECONDS)
class ResumeIT {
    private static final String[] FILES = {"model.safetensors", "ema.safetensors", "optimizer.safetensors"};
    private static final String[] SETTINGS = {
        "train.averagingFrequency=1", "checkpoint.everySteps=2", "train.ema=0.9", "run.overwrite=false"
    };

    @TempDir
    private static Path folder;

    private static JavaSparkContext spark;
    private static SmallRun run;

    @BeforeAll
    static void prepare() throws IOException {
        spark = LocalClusters.threads(2);
        run = SmallRun.prepare(session(), folder);
    }

    @AfterAll
    static void stop() {
        spark.close();
    }

    @ParameterizedTest
    @CsvSource({
        "ring, train.replicaGroup=ring",
        "rounds, train.replicaGroup=rounds",
        "outer, train.outer.rule=nesterov",
        "outer-rounds, train.outer.rule=momentum;train.replicaGroup=rounds",
        "global, train.mode=global"
    })
    void goesOnBitForBitWhereItWasStopped(String group, String settings) throws IOException {
        goesOnBitForBit(group, settings.split(";"));
    }

    @Test
    void goesOnBitForBitWithWeightsAndTombstones() throws IOException {
        goesOnBitForBit("weighted", weighted(1.3, "data.tombstones=" + list(9)));
    }

    @Test
    void goesOnBitForBitWhereSamplesAreDrawn() throws IOException {
        goesOnBitForBit("drawn", weighted(2, "data.resampled=true", "data.samplesPerEpoch=100"));
    }

    @Test
    void goesOnWithoutTheRowsThatAreErasedMeanwhile() throws IOException {
        assertThatThrownBy(stoppingAfterOneSegment(config("erasing"))::run).isInstanceOf(StoppedException.class);
        run.trainer(session(), config("erasing", "data.tombstones=" + list(SmallRun.TRAIN_PAIRS / 2)))
                .resume();
        run.train(session(), config("keeping-all"));

        assertThat(EventLog.read(run.folder("erasing")))
                .extracting(RunEvent::kind)
                .containsExactly("resume", "tombstones-changed");
        assertThat(EventLog.read(run.folder("erasing")).get(1).message())
                .isEqualTo("other keys are erased from here on: 75 keys, 0 of them of no row; shards: 75 training and 0"
                        + " validation rows");
        assertThat(samples("erasing").get(1) - samples("erasing").get(0))
                .as("a whole epoch without them")
                .isBetween(30.0, 90.0);
        assertThat(run.last("erasing", "samples_seen").orElseThrow())
                .isLessThan(run.last("keeping-all", "samples_seen").orElseThrow());
        assertThat(steps("erasing")).isEqualTo(steps("keeping-all"));
    }

    @Test
    void refusesToGoOnWithOtherWeights() throws IOException {
        run.train(session(), config("weights", "train.epochs=1"));

        assertThatThrownBy(() ->
                        run.trainer(session(), config("weights", weighted(2))).resume())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("its data_sampling is not there, this run's is weights 2.0");
    }

    private void goesOnBitForBit(String group, String... settings) throws IOException {
        JobConfig straight = config("straight-" + group, settings);
        run.train(session(), straight);
        JobConfig halting = config("halting-" + group, settings);

        List<String> stops = new ArrayList<>();
        while (stops.size() < 2) {
            Trainer trainer = stoppingAfterOneSegment(halting);
            assertThatThrownBy(trainer::resume)
                    .isInstanceOf(StoppedException.class)
                    .hasMessageContaining("go on with --resume latest");
            stops.add("stopped");
        }
        run.trainer(session(), halting).resume();

        assertThat(run.metrics("halting-" + group)).isEqualTo(run.metrics("straight-" + group));
        for (String file : FILES) {
            assertThat(run.checkpoint("halting-" + group, "epoch-0002", file))
                    .as(file)
                    .isEqualTo(run.checkpoint("straight-" + group, "epoch-0002", file));
        }
        assertThat(EventLog.read(run.folder("halting-" + group)))
                .extracting(RunEvent::kind)
                .containsExactly("resume", "resume");
    }

    @Test
    void usesEverySampleOnceWhenReplicasComeAndGo() throws IOException {
        JobConfig two = config("elastic");
        assertThatThrownBy(stoppingAfterOneSegment(two)::run).isInstanceOf(StoppedException.class);
        JobConfig one = config("elastic", "train.replicas=1");
        assertThatThrownBy(stoppingAfterOneSegment(one)::resume).isInstanceOf(StoppedException.class);
        run.trainer(session(), two).resume();
        run.train(session(), config("constant"));

        assertThat(samples("elastic")).isEqualTo(samples("constant"));
    }

    @Test
    void usesTheCheckpointBeforeADamagedOneAndSaysSo() throws IOException {
        JobConfig config = config("damaged");
        run.train(session(), config);
        byte[] before = run.checkpoint("damaged", "epoch-0002", "model.safetensors");
        Path model = run.folder("damaged").resolve("checkpoints/epoch-0002/model.safetensors");
        Files.write(model, new byte[] {1, 2, 3});
        Files.deleteIfExists(model.resolveSibling(".model.safetensors.crc"));

        run.trainer(session(), config).resume();

        assertThat(run.checkpoint("damaged", "epoch-0002", "model.safetensors")).isEqualTo(before);
        assertThat(EventLog.read(run.folder("damaged")))
                .extracting(RunEvent::kind)
                .containsExactly("damaged-checkpoint", "resume");
        assertThat(EventLog.read(run.folder("damaged")).get(0).message())
                .contains("epoch-0002")
                .contains("the one before it is used");
    }

    @Test
    void refusesToGoOnWithOtherDataOrAnotherSeed() throws IOException {
        run.train(session(), config("refusing", "train.epochs=1"));

        assertThatThrownBy(() ->
                        run.trainer(session(), config("refusing", "run.seed=4")).resume())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("its run.seed is 3, got 4");
        assertThatThrownBy(() -> run.trainer(session(), config("refusing", "data.augmentation.flipProbability=0"))
                        .resume())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Cannot resume from")
                .hasMessageContaining("its transform is");
    }

    @Test
    void keepsTheNewestAndTheBestCheckpoints() throws IOException {
        run.train(
                session(),
                config("keeping", "checkpoint.keepLast=2", "checkpoint.keepBest=validation_loss", "train.epochs=3"));

        try (var names = Files.list(run.folder("keeping").resolve("checkpoints"))) {
            assertThat(names.map(path -> String.valueOf(path.getFileName())).filter(name -> name.startsWith("epoch")))
                    .hasSizeBetween(2, 3)
                    .contains("epoch-0003");
        }
        assertThat(Files.readString(run.folder("keeping").resolve("checkpoints/best.json")))
                .contains("\"metric\":\"validation_loss\"");
    }

    @Test
    void goesBackWithALowerRateBeforeItGivesUp() throws IOException {
        JobConfig config =
                config("diverging", "optimizer.learningRate=1e30", "optimizer.name=sgd", "faults.maximumRollbacks=1");

        assertThatThrownBy(() -> run.train(session(), config))
                .isInstanceOf(DivergedException.class)
                .hasMessageContaining("After 1 rollbacks no replica had sound parameters")
                .hasMessageContaining("again in epoch 1");

        assertThat(EventLog.read(run.folder("diverging")))
                .extracting(RunEvent::kind)
                .containsExactly("rollback");
    }

    @Test
    void refusesAFolderThatAnotherRunWorksIn() throws IOException {
        JobConfig config = config("shared", "train.epochs=1");
        AtomicReference<Throwable> refusal = new AtomicReference<>(new IllegalStateException("not tried"));
        run.trainer(session(), config, new TrainingListener() {
                    @Override
                    public void trained(int epoch, EpochReport report, TrainingClock clock) {
                        try {
                            run.trainer(session(), config).resume();
                        } catch (UncheckedIOException e) {
                            refusal.set(e);
                        }
                    }
                })
                .run();

        assertThat(refusal.get())
                .hasMessageContaining(
                        "is in use by process " + ProcessHandle.current().pid())
                .hasMessageContaining("last sign of life");
    }

    /** Settings of a run whose shards are a source of that weight. */
    private static String[] weighted(double weight, String... more) {
        List<String> settings = new ArrayList<>(List.of(more));
        settings.add("data.shards=''");
        settings.add("data.sources=[{shards: " + run.folder("shards") + ", weight: " + weight + "}]");
        return settings.toArray(new String[0]);
    }

    /** A list of the first training keys. */
    private static Path list(int keys) throws IOException {
        List<String> lines = new ArrayList<>();
        Iterator<Sample> samples = ShardReader.open(config("listing").data(), spark.hadoopConfiguration())
                .inOrder(ShardSplit.TRAIN, ReplicaShare.WHOLE);
        while (lines.size() < keys) {
            lines.add(samples.next().key());
        }
        return Files.write(folder.resolve("list-" + keys), lines);
    }

    private Trainer stoppingAfterOneSegment(JobConfig config) {
        Stopper stopper = new Stopper();
        Trainer trainer = run.trainer(session(), config, stopper);
        stopper.trainers.add(trainer);
        return trainer;
    }

    /** Stops a run behind the first segment that it trains itself. */
    private static final class Stopper implements TrainingListener {
        private final List<Trainer> trainers = new ArrayList<>();
        private boolean isTold;

        @Override
        public void started(TrainingRun started) {
            // The first thing that a resumed run tells is the last segment of the run before.
            isTold = started.resumedAt().isEmpty();
        }

        @Override
        public void stepped(int epoch, List<StepRecord> steps, TrainingClock clock) {
            if (isTold) {
                trainers.forEach(Trainer::stop);
            }
            isTold = true;
        }
    }

    private static List<Long> steps(String name) {
        return run.metrics(name).stream()
                .filter(entry -> entry.kind() == MetricsEntry.Kind.STEP)
                .map(MetricsEntry::step)
                .toList();
    }

    private static List<Double> samples(String name) {
        return run.metrics(name).stream()
                .filter(entry -> entry.kind() == MetricsEntry.Kind.EPOCH)
                .map(entry -> entry.values().getOrDefault("samples_seen", Double.NaN))
                .toList();
    }

    private static JobConfig config(String name, String... overrides) throws IOException {
        List<String> all = new ArrayList<>(List.of(SETTINGS));
        all.addAll(List.of(overrides));
        return run.config(name, all.toArray(new String[0]));
    }

    private static SparkSession session() {
        return SparkSession.builder().config(spark.getConf()).getOrCreate();
    }
}
