package org.clipspark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.clipspark.job.config.JobConfig;
import org.clipspark.job.data.ReplicaShare;
import org.clipspark.job.data.Sample;
import org.clipspark.job.data.ShardReader;
import org.clipspark.job.report.MetricsEntry;
import org.clipspark.job.report.MetricsLog;
import org.clipspark.job.report.RunRecord;
import org.clipspark.job.train.SmallRun;
import org.clipspark.prep.shard.ShardManifest;
import org.clipspark.prep.shard.ShardManifest.Shard;
import org.clipspark.prep.shard.ShardSplit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code clip train} on drawn scenes, from several sources or with some erased: 150 for training, 72 for evaluation. */
class TrainDataIT {
    private static final int TRAIN_ROWS = 150;

    @TempDir
    static Path folder;

    private static List<String> trainKeys;
    private static List<String> validationKeys;

    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void prepare() throws IOException {
        try (SparkSession session = SparkSessions.open("prepare", Optional.of(2))) {
            JobConfig config = SmallRun.prepare(session, folder).config("run");
            ShardReader reader = ShardReader.open(config.data(), new Configuration());
            trainKeys = keys(reader, ShardSplit.TRAIN);
            validationKeys = keys(reader, ShardSplit.VALIDATION);
        }
    }

    @Test
    void neitherLearnsFromErasedRowsNorEvaluatesThem() throws IOException {
        List<String> lines = new ArrayList<>(List.of("# asked to forget", "nobody"));
        lines.addAll(trainKeys.subList(0, 20));
        lines.addAll(validationKeys.subList(2, validationKeys.size()));
        Path list = Files.write(folder.resolve("list.txt"), lines);

        // Batches as large as the streams, so that no row is left over.
        assertThat(train("erased", "data.tombstones=" + list, "train.batchSize=75"))
                .as(err.toString())
                .isZero();

        List<MetricsEntry> metrics = MetricsLog.read(folder.resolve("erased"));
        assertThat(last(metrics, "samples_seen")).isEqualTo(2 * (TRAIN_ROWS - 20));
        assertThat(last(metrics, "image_to_text_r5"))
                .as("of the two images that are left both are among the first five")
                .isEqualTo(1);
        RunRecord.Inputs inputs = RunRecord.load(folder.resolve("erased")).inputs();
        assertThat(inputs.tombstones().keys()).isEqualTo(lines.size() - 1);
        assertThat(inputs.tombstones().unknownKeys()).isEqualTo(1);
        assertThat(inputs.sources())
                .extracting(RunRecord.Source::trainRows, RunRecord.Source::erasedTrainRows)
                .containsExactly(tuple((long) TRAIN_ROWS, 20L));
        assertThat(Files.readString(folder.resolve("erased/report.html")))
                .contains("150 training rows of weight 1.0, 72 validation rows; erased 20 and 70")
                .contains("91 keys, 1 of no row");
    }

    @Test
    void learnsFromSeveralSourcesByTheirWeights() throws IOException {
        ShardManifest whole = ShardManifest.load(hadoopPath("shards"), new Configuration());
        List<Shard> train = whole.shards(ShardSplit.TRAIN);
        List<Shard> first = new ArrayList<>(train.subList(0, 1));
        first.addAll(whole.shards(ShardSplit.VALIDATION));
        long firstRows = part(whole, "first", first);
        long secondRows = part(whole, "second", train.subList(1, train.size()));
        long uses = 2 * firstRows + secondRows;
        String sources = String.format(
                "[{shards: %1$s/first, weight: 2}, {shards: %1$s/second, weight: 1, name: other}]", folder);

        assertThat(train(
                        "mixed",
                        "data.shards=''",
                        "data.sources=" + sources,
                        "train.replicas=1",
                        "train.batchSize=" + uses))
                .as(err.toString())
                .isZero();

        assertThat(firstRows + secondRows).isEqualTo(TRAIN_ROWS);
        assertThat(last(MetricsLog.read(folder.resolve("mixed")), "samples_seen"))
                .isEqualTo(2.0 * uses);
        assertThat(RunRecord.load(folder.resolve("mixed")).inputs().sources())
                .extracting(RunRecord.Source::name, RunRecord.Source::trainRows, RunRecord.Source::validationRows)
                .containsExactly(tuple("first", firstRows, 72L), tuple("other", secondRows, 0L));
    }

    /** Makes a data set of some of the shards of another one; the number of its training rows. */
    private static long part(ShardManifest whole, String name, List<Shard> shards) throws IOException {
        for (Shard shard : shards) {
            Path copy = folder.resolve(name).resolve(shard.file());
            Files.createDirectories(folder.resolve(name).resolve(shard.split().folder()));
            Files.copy(folder.resolve("shards").resolve(shard.file()), copy);
        }
        ShardManifest manifest = new ShardManifest(
                whole.formatVersion(), whole.imageColumn(), whole.seed(), 0, Map.of(), whole.classNames(), shards);
        manifest.save(hadoopPath(name), new Configuration());
        return manifest.rows(ShardSplit.TRAIN);
    }

    private static org.apache.hadoop.fs.Path hadoopPath(String name) {
        return new org.apache.hadoop.fs.Path(folder.resolve(name).toUri());
    }

    @Test
    void refusesAListThatIsNotThere() {
        Path missing = folder.resolve("missing.txt");

        assertThat(train("refused", "data.tombstones=" + missing)).isEqualTo(2);

        assertThat(err.toString())
                .isEqualToNormalizingNewlines("clip: error: data.tombstones " + missing + ": no such file\n");
    }

    @Test
    void refusesAListThatLeavesTooFewRows() throws IOException {
        Path list = Files.write(folder.resolve("all.txt"), validationKeys);

        assertThat(train("nothing", "data.tombstones=" + list)).isEqualTo(2);

        assertThat(err.toString()).contains("The tombstones leave 150 training and 0 validation rows");
        assertThat(folder.resolve("nothing")).doesNotExist();
    }

    private int train(String name, String... settings) {
        CommandLine command = ClipJob.commandLine();
        command.setErr(new PrintWriter(err, true));
        List<String> arguments = new ArrayList<>(List.of(
                "train",
                "--conf-file",
                folder.resolve("run.yaml").toString(),
                "--set",
                "run.directory=" + folder.resolve(name)));
        for (String setting : settings) {
            arguments.addAll(List.of("--set", setting));
        }
        return command.execute(arguments.toArray(new String[0]));
    }

    private static double last(List<MetricsEntry> metrics, String key) {
        return metrics.stream()
                .filter(entry -> entry.values().containsKey(key))
                .mapToDouble(entry -> entry.values().getOrDefault(key, Double.NaN))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private static List<String> keys(ShardReader reader, ShardSplit split) {
        List<String> keys = new ArrayList<>();
        Iterator<Sample> samples = reader.inOrder(split, ReplicaShare.WHOLE);
        samples.forEachRemaining(sample -> keys.add(sample.key()));
        return keys;
    }
}
