package org.clipspark.job.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.clipspark.model.compute.FloatVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 420, unit = TimeUnit.SECONDS)
class SparkRingIT {
    private static final RingSettings SETTINGS =
            RingSettings.DEFAULT.withTimeout(Duration.ofSeconds(30)).withSliceFloats(1 << 16);

    @Test
    void averagesAcrossTwoTasksOfOneProcess() {
        try (JavaSparkContext context = LocalClusters.threads(2)) {
            List<String> rows =
                    SparkRing.run(StageResources.ofSpark(context), 2, "run", SETTINGS, SparkRingIT::weighted);

            assertThat(rows).containsExactly("0: 4.0 [2.0, -1.0]", "1: 4.0 [2.0, -1.0]");
        }
    }

    @Test
    void runsAloneWithoutANetwork() {
        try (JavaSparkContext context = LocalClusters.threads(2)) {
            assertThat(SparkRing.run(StageResources.ofSpark(context), 1, "run", SETTINGS, ReplicaGroup::size))
                    .containsExactly(1);
        }
    }

    @Test
    void averagesAcrossTwoExecutorsAndSurvivesOneThatDies() {
        try (JavaSparkContext context = LocalClusters.processes(2)) {
            List<String> rows = SparkRing.run(
                    StageResources.ofSpark(context),
                    2,
                    "run",
                    SETTINGS,
                    group -> SparkEnv.get().executorId() + "/" + group.sum(1L) + "/" + weighted(group));
            assertThat(rows).hasSize(2).allMatch(row -> row.endsWith("4.0 [2.0, -1.0]"));
            assertThat(rows.get(0).charAt(0)).isNotEqualTo(rows.get(1).charAt(0));

            List<Integer> attempts =
                    SparkRing.run(StageResources.ofSpark(context), 2, "dying", SETTINGS, SparkRingIT::dieOnce);
            assertThat(attempts).hasSize(2).allMatch(attempt -> attempt > 0);
        }
    }

    @Test
    void roundsOfPlainTasksGiveTheBitsOfTheRing() {
        int length = 600_000;
        try (JavaSparkContext context = LocalClusters.threads(3)) {
            List<Integer> ring = SparkRing.run(StageResources.ofSpark(context), 3, "run", SETTINGS, group -> {
                float[] state = trained(group.rank(), new float[length]);
                group.averageInPlace(FloatVector.of(state), 10 + group.rank());
                return Arrays.hashCode(state);
            });
            float[] state = new float[length];
            RoundAverage.Result<Integer> round = RoundAverage.runInPlace(
                    StageResources.ofSpark(context), 3, FloatVector.of(state), (rank, start) -> {
                        float[] own = new float[length];
                        start.read(0, own, 0, length);
                        return new RoundTask.Update<>(FloatVector.of(trained(rank, own)), 10 + rank, rank);
                    });

            assertThat(round.totalWeight()).isEqualTo(33);
            assertThat(round.rows()).containsExactly(0, 1, 2);
            assertThat(ring).containsOnly(Arrays.hashCode(state));
        }
    }

    @Test
    void roundsIgnoreAReplicaWithoutSamplesAndKeepTheStateIfNobodyHasAny() {
        float[] state = {1, 2};
        try (JavaSparkContext context = LocalClusters.threads(2)) {
            RoundAverage.Result<String> nobody = RoundAverage.runInPlace(
                    StageResources.ofSpark(context),
                    2,
                    FloatVector.of(state),
                    (rank, start) -> new RoundTask.Update<>(FloatVector.of(new float[2]), 0, "row " + rank));
            assertThat(nobody).isEqualTo(new RoundAverage.Result<>(0, List.of("row 0", "row 1")));
            assertThat(state).containsExactly(1, 2);

            RoundAverage.runInPlace(
                    StageResources.ofSpark(context),
                    2,
                    FloatVector.of(state),
                    (rank, start) -> new RoundTask.Update<>(
                            FloatVector.of(new float[] {rank == 0 ? Float.NaN : 5, 6}), rank, "row"));
            assertThat(state).containsExactly(5, 6);

            assertThatThrownBy(() -> RoundAverage.runInPlace(
                            StageResources.ofSpark(context),
                            1,
                            FloatVector.of(state),
                            (rank, start) -> new RoundTask.Update<>(FloatVector.of(new float[3]), 1, "row")))
                    .hasMessageContaining("Replica 0 must return a state of 2 floats, got 3");
        }
    }

    private static String weighted(ReplicaGroup group) {
        float[] vector = group.rank() == 0 ? new float[] {1, -2} : new float[] {5, 2};
        double total = group.averageInPlace(FloatVector.of(vector), group.rank() == 0 ? 3 : 1);
        return group.rank() + ": " + total + " " + Arrays.toString(vector);
    }

    /** Ends the executor of rank 1 in the first attempt of the stage. */
    private static int dieOnce(ReplicaGroup group) {
        int attempt = BarrierTaskContext.get().stageAttemptNumber();
        if (attempt == 0 && group.rank() == 1 && TaskContext.getPartitionId() == 1) {
            Runtime.getRuntime().halt(137);
        }
        group.barrier();
        return attempt;
    }

    private static float[] trained(int rank, float[] state) {
        for (int i = 0; i < state.length; i++) {
            state[i] += (float) Math.sin(i * 0.37 + rank);
        }
        return state;
    }
}
