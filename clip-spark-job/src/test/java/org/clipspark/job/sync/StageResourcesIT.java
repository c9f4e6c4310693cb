package org.clipspark.job.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.clipspark.model.compute.FloatVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 240, unit = TimeUnit.SECONDS)
class StageResourcesIT {
    @Test
    void givesTheTasksOfAStageMoreCoresThanThoseOfOthers() {
        try (JavaSparkContext context = LocalClusters.processes(1, 2, Map.of("spark.executor.cores", "2"))) {
            StageResources ofSpark = StageResources.ofSpark(context);
            StageResources both = StageResources.of(context, 2, 0);

            assertThat(cores(ofSpark)).containsExactly(1);
            assertThat(cores(both)).containsExactly(2);
            assertThat(ofSpark.slots()).isEqualTo(2);
            assertThat(both.slots()).isEqualTo(1);
            RoundAverage.Result<Integer> round = RoundAverage.runInPlace(
                    both,
                    2,
                    FloatVector.of(new float[1]),
                    (rank, start) -> new RoundTask.Update<>(
                            FloatVector.of(new float[1]), 1, TaskContext.get().cpus()));
            assertThat(round.rows()).containsExactly(2, 2);
        }
    }

    @Test
    void leavesAnEmbeddedSparkAsItIs() {
        try (JavaSparkContext context = LocalClusters.threads(2)) {
            StageResources resources = StageResources.of(context, 2, 1);

            assertThat(resources.slots()).isEqualTo(2);
            assertThat(cores(resources)).containsExactly(1);
        }
    }

    private static List<Integer> cores(StageResources resources) {
        return SparkRing.run(
                resources,
                1,
                "cores",
                LocalRings.SETTINGS,
                group -> TaskContext.get().cpus());
    }
}
