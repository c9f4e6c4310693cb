package org.clipspark.prep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.clipspark.prep.filter.LocalSpark;
import org.clipspark.prep.report.DataSetCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Executors that are processes of their own, killed while they write a shard. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class LostExecutorIT {
    private static final String[] SETTINGS = {"shards.rowsPerShard=12", "stage={rowsPerPart: 20, keep: true}"};

    @TempDir
    Path folder;

    @Test
    void aRunBehindOneWhoseExecutorDiedInTheMiddleOfAShardEndsAsIfNothingHadHappened()
            throws IOException, InterruptedException {
        Path source = SmallSources.parquet(folder.resolve("in/a.parquet"), 0, 60);
        Path undisturbed = folder.resolve("undisturbed");
        Path output = folder.resolve("out");
        Path stalled = Files.createDirectory(folder.resolve("stalled"));
        new PrepRuns(folder).run(relative(source), undisturbed, SETTINGS);

        try (SparkSession cluster = LocalSpark.processes(
                "spark.hadoop.fs.file.impl",
                StallingFileSystem.class.getName(),
                "spark.hadoop." + StallingFileSystem.FOLDER,
                stalled.toString(),
                // Else Spark would do the task again by itself.
                "spark.task.maxFailures",
                "1")) {
            PrepRuns runs = new PrepRuns(folder, cluster);
            CompletableFuture<PrepResult> run =
                    CompletableFuture.supplyAsync(() -> runs.run(relative(source), relative(output), SETTINGS));
            killStalled(run, stalled);
            assertThatThrownBy(run::join).hasMessageContaining("ExecutorLostFailure");
            assertThat(output.resolve("manifest.json")).doesNotExist();
            assertThat(output.resolve("train/part-00001.parquet")).doesNotExist();

            runs.run(relative(source), relative(output), SETTINGS);
            assertThat(DataSetCheck.of(cluster, relative(output).toString()).problems())
                    .isEmpty();
        }

        assertThat(PrepRuns.digests(output)).hasSizeGreaterThan(8).isEqualTo(PrepRuns.digests(undisturbed));
        try (Stream<Path> files = Files.walk(output)) {
            assertThat(files.filter(file -> file.toString().endsWith(".tmp"))).isEmpty();
        }
    }

    /** From this process's folder, in which executors do not work. */
    private static Path relative(Path path) {
        return Path.of("").toAbsolutePath().relativize(path);
    }

    private static void killStalled(CompletableFuture<PrepResult> run, Path stalled)
            throws IOException, InterruptedException {
        Optional<Long> number = number(stalled);
        while (number.isEmpty()) {
            assertThat(run)
                    .as("the run ended before an executor could be killed")
                    .isNotDone();
            TimeUnit.MILLISECONDS.sleep(5);
            number = number(stalled);
        }
        assertThat(number).isNotEqualTo(Optional.of(ProcessHandle.current().pid()));
        ProcessHandle.of(number.orElseThrow()).orElseThrow().destroyForcibly();
    }

    private static Optional<Long> number(Path stalled) throws IOException {
        try (Stream<Path> files = Files.list(stalled)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("pid-"))
                    .map(name -> Long.parseLong(name.substring("pid-".length())))
                    .findFirst();
        }
    }
}
