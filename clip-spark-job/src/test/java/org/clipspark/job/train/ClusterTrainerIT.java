package org.clipspark.job.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.clipspark.job.sync.LocalClusters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A training job whose replicas are in executors of their own, each a process in a folder of its own. */
@Timeout(value = 420, unit = TimeUnit.SECONDS)
class ClusterTrainerIT {
    @TempDir
    private Path folder;

    @Test
    void learnsInTwoExecutorsWhatItLearnsInTwoThreads() throws IOException {
        SmallRun run;
        try (JavaSparkContext threads = LocalClusters.threads(2)) {
            SparkSession session = session(threads);
            run = SmallRun.prepare(session, folder);
            run.train(session, run.config("threads"));
        }
        try (JavaSparkContext processes = LocalClusters.processes(2)) {
            run.train(
                    session(processes),
                    run.config(
                            "processes",
                            "run.directory=" + relative("processes"),
                            "data.shards=" + relative("shards"),
                            "tokenizer.vocabulary=" + relative("vocabulary.txt"),
                            "model.config=" + relative("model.json")));
        }

        assertThat(run.metrics("processes")).isEqualTo(run.metrics("threads"));
        for (String file : new String[] {"model.safetensors", "optimizer.safetensors"}) {
            assertThat(parameters(run, "processes", file)).as(file).isEqualTo(parameters(run, "threads", file));
        }
    }

    /** From this process's folder, in which executors do not work. */
    private Path relative(String name) {
        return Path.of("").toAbsolutePath().relativize(folder.resolve(name));
    }

    private static byte[] parameters(SmallRun run, String name, String file) throws IOException {
        return Files.readAllBytes(
                run.folder(name).resolve("checkpoints/epoch-0002").resolve(file));
    }

    private static SparkSession session(JavaSparkContext spark) {
        return SparkSession.builder().config(spark.getConf()).getOrCreate();
    }
}
