package org.clipspark.job.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.clipspark.job.config.JobConfig;
import org.clipspark.job.suite.CheckpointWatch;
import org.clipspark.job.suite.Suite;
import org.clipspark.job.suite.SuiteRun;
import org.clipspark.job.suite.cell.CellStore;
import org.clipspark.job.suite.settings.SuiteSettings;
import org.clipspark.job.suite.table.History;
import org.clipspark.model.checkpoint.Checkpoint;

/** A small run whose shards lie on some file system of Hadoop, beside the same run on local files. */
final class StoredRun {
    private final SparkSession session;
    private final SmallRun run;
    private final String address;

    private StoredRun(SparkSession session, SmallRun run, String address) {
        this.session = session;
        this.run = run;
        this.address = address;
    }

    /** Prepares shards and copies them to {@code address/shards}. */
    static StoredRun prepare(SparkSession session, java.nio.file.Path folder, String address) throws IOException {
        SmallRun run = SmallRun.prepare(session, folder);
        fileSystem(session, address)
                .copyFromLocalFile(new Path(folder.resolve("shards").toUri()), new Path(address + "/shards"));
        return new StoredRun(session, run, address);
    }

    /** Trains on local files and on stored ones, shards and checkpoints, the latter in two goes: both must give the same. */
    void learnsAsOnLocalFiles() throws IOException {
        run.train(session, run.config("local"));
        String[] stored = {"data.shards=" + address + "/shards", "checkpoint.directory=" + address + "/checkpoints"};
        JobConfig config = run.config("stored", stored);
        Stopper stopper = new Stopper();
        Trainer trainer = run.trainer(session, config, stopper);
        stopper.trainers.add(trainer);
        assertThatThrownBy(trainer::run).isInstanceOf(StoppedException.class);

        run.trainer(session, config).resume();

        assertThat(run.metrics("stored")).isEqualTo(run.metrics("local"));
        FileSystem files = fileSystem(session, address);
        assertThat(files.exists(new Path(address + "/checkpoints/epoch-0002/model.safetensors")))
                .isTrue();
    }

    /**
     * Puts a checkpoint of {@link #learnsAsOnLocalFiles} into a folder that is watched, results and embeddings beside it:
     * it must be evaluated once, and not before its last file is there.
     */
    void evaluatesAWatchedCheckpointOnce() throws IOException {
        FileSystem files = fileSystem(session, address);
        Configuration hadoop = files.getConf();
        Path from = new Path(address + "/checkpoints/epoch-0002");
        Path to = new Path(address + "/arriving/epoch-0002");
        assertThat(watch()).as("there is no folder yet").isZero();
        for (FileStatus file : files.listStatus(from)) {
            if (!file.getPath().getName().equals(Checkpoint.CHECKSUMS_FILE)) {
                FileUtil.copy(
                        files,
                        file.getPath(),
                        files,
                        new Path(to, file.getPath().getName()),
                        false,
                        hadoop);
            }
        }
        assertThat(watch()).as("it is not complete").isZero();

        FileUtil.copy(
                files,
                new Path(from, Checkpoint.CHECKSUMS_FILE),
                files,
                new Path(to, Checkpoint.CHECKSUMS_FILE),
                false,
                hadoop);

        assertThat(watch()).isEqualTo(1);
        assertThat(watch()).isZero();
        String results = address + "/results";
        assertThat(new CellStore(results, hadoop).all()).singleElement().satisfies(cell -> {
            assertThat(cell.address().checkpoint()).isEqualTo("arriving/epoch-0002");
            assertThat(cell.samples()).isEqualTo(72);
        });
        assertThat(new History(results, hadoop).entries()).hasSize(1);
    }

    /** One look; answers how many checkpoints were evaluated. */
    private int watch() throws IOException {
        SuiteSettings settings = SuiteSettings.load(
                Files.writeString(run.folder("suite.yaml"), """
                        output: %1$s/results
                        cache: %1$s/embeddings
                        tokenizer: {vocabulary: %2$s}
                        checkpoints: [{name: watched, path: %1$s/arriving}]
                        datasets:
                          - name: scenes
                            shards: %1$s/shards
                            split: validation
                            tasks: [zeroshot_classification]
                            languages: [{name: en, templates: ["a {c}"]}]
                        batchSize: 36
                        intervals: {resamples: 100, confidence: 0.95, seed: 1}
                        aggregates: []
                        """.formatted(address, run.folder("vocabulary.txt"))),
                List.of());
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        Suite suite = new Suite(spark, settings, Suite.Existing.SKIPPED, Clock.systemUTC());
        SuiteRun suiteRun = new SuiteRun(suite, settings, Optional.empty(), spark.hadoopConfiguration());
        CheckpointWatch watch = new CheckpointWatch(suiteRun, address + "/arriving", spark.hadoopConfiguration());
        return watch.watch(new CheckpointWatch.Rhythm(Integer.MAX_VALUE, true, Duration.ofSeconds(1)), summary -> {});
    }

    /** Stops a run behind its first epoch. */
    private static final class Stopper implements TrainingListener {
        private final List<Trainer> trainers = new ArrayList<>();

        @Override
        public void trained(int epoch, EpochReport report, TrainingClock clock) {
            trainers.forEach(Trainer::stop);
        }
    }

    private static FileSystem fileSystem(SparkSession session, String address) throws IOException {
        Configuration hadoop = session.sparkContext().hadoopConfiguration();
        return FileSystem.get(URI.create(address), hadoop);
    }
}
