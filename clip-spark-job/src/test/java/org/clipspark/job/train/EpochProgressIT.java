package org.clipspark.job.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.Test;

class EpochProgressIT {
    private static final CountDownLatch SEEN = new CountDownLatch(1);

    /** The tasks end only after their samples were told: they wait for it in the JVM they share with the listener. */
    @Test
    void tellsTheSamplesOfTasksThatStillRun() {
        SparkConf conf = new SparkConf()
                .setMaster("local[2]")
                .setAppName("EpochProgressIT")
                .set("spark.ui.enabled", "false")
                .set("spark.executor.heartbeatInterval", "100ms");
        try (JavaSparkContext spark = new JavaSparkContext(conf);
                EpochProgress progress = new EpochProgress(spark.sc(), EpochProgressIT::told)) {
            LongAccumulator samples = progress.samples();

            List<Boolean> told = spark.parallelize(List.of(30L, 12L), 2)
                    .map(count -> {
                        samples.add(count);
                        return SEEN.await(60, TimeUnit.SECONDS);
                    })
                    .collect();

            assertThat(told).containsOnly(true);
            assertThat(samples.value()).isEqualTo(42);
        }
    }

    private static void told(long samples) {
        if (samples == 42) {
            SEEN.countDown();
        }
    }
}
