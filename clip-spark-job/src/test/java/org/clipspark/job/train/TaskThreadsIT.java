package org.clipspark.job.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.clipspark.job.sync.LocalClusters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run that leaves the number of its threads to Spark, which gives tasks one core. */
@Timeout(value = 420, unit = TimeUnit.SECONDS)
class TaskThreadsIT {
    @TempDir
    private Path folder;

    @Test
    void learnsWithTheCoresOfItsTasksWhatItLearnsWithAsManyThreads() throws IOException {
        try (JavaSparkContext spark = LocalClusters.threads(2)) {
            SparkSession session =
                    SparkSession.builder().config(spark.getConf()).getOrCreate();
            SmallRun run = SmallRun.prepare(session, folder);
            run.train(session, run.config("given"));
            run.train(session, run.config("left", "train.threadsPerReplica=0"));

            assertThat(run.metrics("left")).isEqualTo(run.metrics("given"));
        }
    }
}
