package org.clipspark.job.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.clipspark.model.compute.FloatVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The average that a plan measures beside the one of two executors. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class LoopbackAverageIT {
    private static final Logger log = LoggerFactory.getLogger(LoopbackAverageIT.class);
    private static final int FLOATS = 6_000_000;
    private static final double NANOSECONDS = 1e9;
    private static final int ATTEMPTS = 6;

    @Test
    void foretellsWhatAnAverageOfTwoExecutorsTakes() {
        try (JavaSparkContext context = LocalClusters.processes(2)) {
            List<Double> ratios = new ArrayList<>();
            // The other tests' load comes and goes, and hits two processes harder than one.
            while (ratios.size() < ATTEMPTS && ratios.stream().noneMatch(LoopbackAverageIT::isClose)) {
                double measured = measured(context);
                double foretold = LoopbackAverage.seconds(2, FLOATS, RingSettings.DEFAULT, context.getConf());
                log.info("measured={} s foretold={} s ratio={}", measured, foretold, foretold / measured);
                ratios.add(foretold / measured);
            }
            assertThat(ratios).anyMatch(LoopbackAverageIT::isClose);
        }
    }

    private static boolean isClose(double ratio) {
        return ratio > 1.0 / 4 && ratio < 4;
    }

    private static double measured(JavaSparkContext context) {
        return SparkRing.run(
                        StageResources.ofSpark(context), 2, "timed", RingSettings.DEFAULT, LoopbackAverageIT::median)
                .stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .orElseThrow();
    }

    private static double median(ReplicaGroup group) {
        FloatVector vector = FloatVector.of(new float[FLOATS]);
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            group.barrier();
            long start = System.nanoTime();
            group.averageInPlace("timed", vector, 1);
            seconds.add((System.nanoTime() - start) / NANOSECONDS);
        }
        List<Double> warm = seconds.subList(4, seconds.size()).stream().sorted().toList();
        return warm.get(warm.size() / 2);
    }

    @Test
    void growsWithTheVector() {
        double some = LoopbackAverage.seconds(2, 1_000_000, RingSettings.DEFAULT, new SparkConf(false));
        double many = LoopbackAverage.seconds(2, 100_000_000, RingSettings.DEFAULT, new SparkConf(false));

        assertThat(many).isGreaterThan(10 * some);
    }
}
