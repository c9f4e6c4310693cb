package org.clipspark.job.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.clipspark.job.config.JobConfig;
import org.clipspark.job.data.SampleCursor;
import org.clipspark.job.data.ShardReader;
import org.clipspark.job.sync.LocalClusters;
import org.clipspark.job.sync.LocalRings;
import org.clipspark.job.sync.ReplicaGroup;
import org.clipspark.job.weights.InitialWeights;
import org.clipspark.model.ModelConfig;
import org.clipspark.model.compute.FloatVector;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real replicas in a real ring, one of which is made sick by hand. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class AgreementIT {
    private static final int SICK = 1;
    private static final int REPLICAS = 3;
    private static final long SAMPLES = 16;

    @TempDir
    private static Path folder;

    private static SmallRun run;

    @BeforeAll
    static void prepare() throws IOException {
        try (JavaSparkContext spark = LocalClusters.threads(2)) {
            run = SmallRun.prepare(
                    SparkSession.builder().config(spark.getConf()).getOrCreate(), folder);
        }
    }

    /** What a replica has in the end, and what it tells. */
    private record Outcome(Map<String, float[]> state, List<SegmentEvent> events, int sick) {}

    /** What is done to a replica between its steps and the average. */
    private interface Work {
        void on(Replica replica, int rank);
    }

    /** Replica {@code r} adds {@code r} to each of its weights; then the sick one becomes it. */
    private static void learn(Replica replica, int rank) {
        replica.learning().write(0, new float[] {rank, rank}, 0, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"average", "keep", "reset"})
    void leavesAReplicaWithoutNumbersOutOfTheAverageAndNamesIt(String optimizerState) throws IOException {
        RunPlan plan = plan("train.optimizerState=" + optimizerState);

        List<Outcome> outcomes = agree(plan, SAMPLES, (replica, rank) -> {
            learn(replica, rank);
            if (rank == SICK) {
                fill(replica.vectors(), Float.NaN);
            }
        });

        assertEqual(outcomes);
        float[] weights = outcomes.get(SICK).state().getOrDefault("model", new float[0]);
        assertThat(weights[0]).isEqualTo((0 + 2) / 2f);
        for (float[] values : outcomes.get(SICK).state().values()) {
            assertThat(FloatArrays.areNumbers(values)).isTrue();
        }
        assertThat(outcomes.get(0).events()).isEmpty();
        assertThat(outcomes.get(SICK).events())
                .containsExactly(SegmentEvent.leftOut(SICK, 1, SAMPLES, "its parameters are no numbers"));
    }

    @Test
    void leavesAReplicaOutWhoseParametersGrewTooMuch() throws IOException {
        List<Outcome> outcomes = agree(plan(), SAMPLES, (replica, rank) -> {
            if (rank == SICK) {
                fill(Map.of("", replica.learning()), 1e6f);
            }
        });

        assertEqual(outcomes);
        assertThat(outcomes.get(SICK).events())
                .hasSize(1)
                .allSatisfy(event -> assertThat(event.message())
                        .startsWith(
                                "replica 1 was left out of the average at step 1, its 16 pairs since the one before are lost:"
                                        + " the norm of its parameters rose from "));
    }

    @Test
    void aSickReplicaIsHealedEvenIfNobodyElseHadPairs() throws IOException {
        List<Outcome> outcomes = agree(plan(), 0, (replica, rank) -> {
            if (rank == SICK) {
                fill(replica.vectors(), Float.NaN);
            }
        });

        assertEqual(outcomes);
        assertThat(FloatArrays.areNumbers(outcomes.get(SICK).state().getOrDefault("model", new float[0])))
                .isTrue();
        assertThat(outcomes.get(SICK).events()).hasSize(1);
    }

    @Test
    void repairsAReplicaThatHoldsSomethingElseInAGlobalBatch() throws IOException {
        List<Outcome> outcomes = agree(plan("train.mode=global"), SAMPLES, (replica, rank) -> {
            if (rank == 0) {
                replica.learning().write(7, new float[] {0.25f}, 0, 1);
            }
        });

        assertEqual(outcomes);
        assertThat(outcomes.get(0).state().getOrDefault("model", new float[0])[7])
                .isNotEqualTo(0.25f);
        assertThat(outcomes.get(0).events()).containsExactly(SegmentEvent.repaired(0, 1, 1));
        assertThat(outcomes.get(1).events()).isEmpty();
    }

    @Test
    void healsAReplicaOfAGlobalBatchWhosePairsTheOthersHaveLearntFrom() throws IOException {
        List<Outcome> outcomes = agree(plan("train.mode=global"), SAMPLES, (replica, rank) -> {
            if (rank == SICK) {
                fill(replica.vectors(), Float.NaN);
            }
        });

        assertEqual(outcomes);
        assertThat(FloatArrays.areNumbers(outcomes.get(SICK).state().getOrDefault("model", new float[0])))
                .isTrue();
        assertThat(outcomes.get(SICK).events()).containsExactly(SegmentEvent.repaired(SICK, 1, 0));
    }

    @Test
    void saysWhenAllAreSick() throws IOException {
        List<Outcome> outcomes =
                agree(plan(), SAMPLES, (replica, rank) -> fill(Map.of("", replica.learning()), Float.NaN));

        assertThat(outcomes).extracting(Outcome::sick).containsOnly(REPLICAS);
    }

    @Test
    void takesTheOuterStepFromTheLastCommonParameters() throws IOException {
        RunPlan plan = plan("train.outer.rule=nesterov", "train.outer.learningRate=0.7", "train.outer.momentum=0.9");

        List<Outcome> outcomes = agree(plan, SAMPLES, AgreementIT::learn);

        assertEqual(outcomes);
        float before = start(plan)[0];
        float[] weights = outcomes.get(0).state().getOrDefault("model", new float[0]);
        float[] velocity = outcomes.get(0).state().getOrDefault(OuterStep.VELOCITY, new float[0]);
        assertThat(velocity[0]).isEqualTo(before - 1);
        assertThat(weights[0]).isEqualTo((float) (before - 0.7 * ((double) before - 1 + 0.9 * velocity[0])));
        assertThat(velocity[5]).isZero();
    }

    private static float[] start(RunPlan plan) {
        try (Replica replica = new Replica(plan, ReplicaPlace.ofTrial(1))) {
            replica.initialise(InitialWeights.named("", 1));
            return FloatArrays.of(replica.learning());
        }
    }

    private static List<Outcome> agree(RunPlan plan, long samples, Work work) {
        return LocalRings.run(REPLICAS, group -> member(plan, group, samples, work));
    }

    private static Outcome member(RunPlan plan, ReplicaGroup group, long samples, Work work) {
        try (Replica replica = new Replica(plan, ReplicaPlace.ofTrial(1))) {
            replica.initialise(InitialWeights.named("", 1));
            Agreement agreement = new Agreement(plan, replica, group);
            work.on(replica, group.rank());
            EpochReport way = EpochReport.of(List.of(new StepRecord(1, samples, 2, 1e-3, 1, 14)));
            Agreement.Verdict verdict = agreement.vote(way, SegmentEnd.Choice.CHECKPOINT);
            if (verdict.sick() < group.size()) {
                agreement.agree(
                        verdict,
                        samples,
                        SampleCursor.start(1, 0).at(plan.order().streams()));
            }
            Map<String, float[]> state = new TreeMap<>();
            replica.vectors().forEach((name, vector) -> state.put(name, FloatArrays.of(vector)));
            return new Outcome(state, agreement.events(), verdict.sick());
        }
    }

    private static void fill(Map<String, FloatVector> vectors, float value) {
        vectors.values().forEach(vector -> {
            float[] one = {value};
            for (long i = 0; i < vector.size(); i++) {
                vector.write(i, one, 0, 1);
            }
        });
    }

    private static void assertEqual(List<Outcome> outcomes) {
        for (Outcome outcome : outcomes) {
            assertThat(outcome.state().keySet())
                    .isEqualTo(outcomes.get(0).state().keySet());
            outcome.state()
                    .forEach((name, values) -> assertThat(values)
                            .as(name)
                            .isEqualTo(outcomes.get(0).state().getOrDefault(name, new float[0])));
        }
    }

    private static RunPlan plan(String... overrides) throws IOException {
        List<String> all = new ArrayList<>(List.of("train.replicas=" + REPLICAS));
        all.addAll(List.of(overrides));
        JobConfig config = run.config("agreement", all.toArray(new String[0]));
        Configuration hadoop = new Configuration();
        return new RunPlan(
                RunIdentity.fresh(config),
                config,
                ModelConfig.load(Path.of(config.model().config())),
                InitialWeights.named("", 0),
                ShardReader.open(config.data(), hadoop),
                hadoop);
    }
}
