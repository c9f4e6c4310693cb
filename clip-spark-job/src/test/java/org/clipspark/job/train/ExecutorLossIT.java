package org.clipspark.job.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.clipspark.job.config.JobConfig;
import org.clipspark.job.report.EventLog;
import org.clipspark.job.report.RunEvent;
import org.clipspark.job.sync.LocalClusters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A training job that loses an executor's process in mid-epoch. */
@Timeout(value = 420, unit = TimeUnit.SECONDS)
class ExecutorLossIT {
    @TempDir
    private Path folder;

    @Test
    void givesTheSameBitsAsIfNothingHadHappened() throws IOException {
        SmallRun run;
        try (JavaSparkContext threads = LocalClusters.threads(2)) {
            SparkSession session = session(threads);
            run = SmallRun.prepare(session, folder);
            run.train(session, config(run, "undisturbed"));
        }
        try (JavaSparkContext processes = LocalClusters.processes(2)) {
            run.trainer(session(processes), config(run, "disturbed"), new Killer(processes))
                    .run();
        }

        assertThat(run.metrics("disturbed")).isEqualTo(run.metrics("undisturbed"));
        for (String file : new String[] {"model.safetensors", "optimizer.safetensors"}) {
            assertThat(run.checkpoint("disturbed", "epoch-0002", file))
                    .as(file)
                    .isEqualTo(run.checkpoint("undisturbed", "epoch-0002", file));
        }
        assertThat(EventLog.read(run.folder("disturbed")))
                .extracting(RunEvent::kind)
                .contains("executor-lost");
    }

    private static JobConfig config(SmallRun run, String name) throws IOException {
        return run.config(name, "train.averagingFrequency=1", "checkpoint.everySteps=2");
    }

    private static SparkSession session(JavaSparkContext spark) {
        return SparkSession.builder().config(spark.getConf()).getOrCreate();
    }

    /** Ends one executor behind the first segment, without a word to Spark. */
    private static final class Killer implements TrainingListener {
        private final JavaSparkContext spark;
        private boolean isDone;

        Killer(JavaSparkContext spark) {
            this.spark = spark;
        }

        @Override
        public void stepped(int epoch, List<StepRecord> steps, TrainingClock clock) {
            if (!isDone) {
                isDone = true;
                long pid = spark.parallelize(List.of(0), 1)
                        .map(ignored -> ProcessHandle.current().pid())
                        .first();
                ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            }
        }
    }
}
