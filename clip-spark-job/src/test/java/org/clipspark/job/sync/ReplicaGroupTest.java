package org.clipspark.job.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.clipspark.model.compute.FloatVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ReplicaGroupTest {
    @Test
    void weighsTheMeanBySamples() {
        float[][] vectors = {{1, -2, 0.5f}, {5, 2, 0.25f}};
        double[] weights = {3, 1};

        LocalRings.run(2, group -> group.averageInPlace(FloatVector.of(vectors[group.rank()]), weights[group.rank()]));

        assertThat(vectors[0]).containsExactly(2, -1, 0.4375f);
        assertThat(vectors[1]).containsExactly(2, -1, 0.4375f);
    }

    @ParameterizedTest
    @CsvSource({"2,0", "2,1", "2,7", "2,1000000", "3,1", "3,7", "3,1000000", "5,0", "5,3", "5,7", "5,1000000"})
    void givesEveryMemberTheSameBitsAtEveryLength(int size, int length) {
        float[][] vectors = random(size, length);
        double[] expected = naiveMean(vectors);

        List<Double> totals = LocalRings.run(
                size, group -> group.averageInPlace(FloatVector.of(vectors[group.rank()]), group.rank() + 1));

        assertThat(totals).containsOnly(size * (size + 1) / 2.0);
        assertThat(largestDifference(vectors[0], expected)).isLessThan(1e-6);
        assertThat(List.of(vectors)).allMatch(vector -> Arrays.equals(vector, vectors[0]));
    }

    @Test
    void cutsTheVectorIntoSlicesThatDoNotDivideIt() {
        float[][] vectors = random(3, 1001);
        double[] expected = naiveMean(vectors);
        RingSettings small =
                RingSettings.DEFAULT.withTimeout(Duration.ofSeconds(20)).withSliceFloats(17);

        LocalRings.run(3, small, g -> g.averageInPlace(FloatVector.of(vectors[g.rank()]), g.rank() + 1));

        assertThat(largestDifference(vectors[2], expected)).isLessThan(1e-6);
    }

    @Test
    void ignoresWhatAMemberWithoutSamplesHolds() {
        float[][] vectors = {{1, 2}, {Float.NaN, Float.POSITIVE_INFINITY}, {3, 6}};
        double[] weights = {1, 0, 1};

        LocalRings.run(3, g -> g.averageInPlace(FloatVector.of(vectors[g.rank()]), weights[g.rank()]));

        assertThat(List.of(vectors)).allSatisfy(vector -> assertThat(vector).containsExactly(2, 4));
    }

    @Test
    void leavesTheVectorAsItIsAndSaysSoWhenNobodyHasSamples() {
        float[][] vectors = {{1, 2}, {3, 4}};

        List<Double> totals = LocalRings.run(2, g -> g.averageInPlace(FloatVector.of(vectors[g.rank()]), 0));

        assertThat(totals).containsOnly(0.0);
        assertThat(List.of(vectors)).containsExactly(new float[] {1, 2}, new float[] {3, 4});
    }

    @Test
    void keepsAVectorThatAllMembersShare() {
        float[] shared = random(1, 1000)[0];
        float[][] vectors = {shared.clone(), shared.clone(), shared.clone()};

        LocalRings.run(3, g -> g.averageInPlace(FloatVector.of(vectors[g.rank()]), 7 + g.rank()));

        assertThat(List.of(vectors)).allSatisfy(vector -> assertThat(vector).isEqualTo(shared));
    }

    @Test
    void sumsInRankOrderAndGathersByRank() {
        List<String> rows = LocalRings.run(3, group -> {
            double[] sums = group.sum(new double[] {group.rank(), 0.1});
            long count = group.sum(10L + group.rank());
            group.barrier();
            List<byte[]> all = group.allGather("r".repeat(group.rank()).getBytes(StandardCharsets.UTF_8));
            return sums[0] + " " + sums[1] + " " + count + " "
                    + all.stream().map(bytes -> bytes.length).toList();
        });

        assertThat(rows).containsOnly("3.0 " + (0.1 + 0.1 + 0.1) + " 33 [0, 1, 2]");
    }

    @Test
    void gathersMoreThanTheSocketsHold() {
        List<Integer> lengths = LocalRings.run(
                3,
                g -> g.allGather(new byte[20 << 20]).stream()
                        .mapToInt(bytes -> bytes.length)
                        .sum());

        assertThat(lengths).containsOnly(60 << 20);
    }

    @Test
    void runsManyRoundsOnTheSameConnections() {
        List<Long> counts = LocalRings.run(2, group -> {
            float[] vector = {group.rank()};
            long total = 0;
            for (int round = 0; round < 200; round++) {
                group.averageInPlace(FloatVector.of(vector), 1);
                total += group.sum(1L);
            }
            return total;
        });

        assertThat(counts).containsOnly(400L);
    }

    @ParameterizedTest
    @CsvSource({"2,0", "2,1", "2,1000000", "3,7", "5,3", "5,100001"})
    void addsVectorsUpToTheSameBitsOnEveryMember(int size, int length) {
        float[][] vectors = random(size, length);
        float[] expected = new float[length];
        for (int i = 0; i < length; i++) {
            double sum = 0;
            for (float[] vector : vectors) {
                sum += vector[i];
            }
            expected[i] = (float) sum;
        }

        LocalRings.run(size, group -> {
            group.sumInPlace(FloatVector.of(vectors[group.rank()]));
            return group.rank();
        });

        assertThat(List.of(vectors)).allMatch(vector -> Arrays.equals(vector, expected));
    }

    @Test
    void refusesToAddVectorsOfDifferentLengths() {
        assertThatThrownBy(() -> LocalRings.run(2, g -> {
                    g.sumInPlace(FloatVector.of(new float[3 + g.rank()]));
                    return g.rank();
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Vectors must be equally long on all replicas, got 4 floats from replica 1 and 3 here");
    }

    @Test
    void agreesWithItselfAlone() {
        float[] vector = {1, 2};
        try (ReplicaGroup solo = ReplicaGroup.solo()) {
            solo.barrier();

            assertThat(solo.averageInPlace(FloatVector.of(vector), 5)).isEqualTo(5);
            solo.sumInPlace(FloatVector.of(vector));
            assertThat(solo.sum(7L)).isEqualTo(7);
            assertThat(solo.sum(new double[] {1.5})).containsExactly(1.5);
            assertThat(solo.allGather(new byte[] {3})).containsExactly(new byte[] {3});
            assertThat(solo.rank() + " of " + solo.size()).isEqualTo("0 of 1");
        }
        assertThat(vector).containsExactly(1, 2);
    }

    @ParameterizedTest
    @CsvSource({"-1", "NaN", "Infinity", "1e16"})
    void refusesAnImpossibleWeight(double weight) {
        assertThatThrownBy(() -> LocalRings.run(2, g -> g.averageInPlace(FloatVector.of(new float[1]), weight)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Weight of a replica must be in [0, 2^53], got");
    }

    @Test
    void refusesVectorsOfDifferentLengths() {
        assertThatThrownBy(() -> LocalRings.run(2, g -> g.averageInPlace(FloatVector.of(new float[3 + g.rank()]), 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Vectors must be equally long on all replicas, got 4 floats from replica 1 and 3 here");
    }

    @Test
    void refusesToAddUpMembersThatHaveLostStep() {
        List<String> seen = LocalRings.run(2, group -> {
            try {
                return group.rank() == 0 ? "sum " + group.sum(1L) : "gathered " + group.allGather(new byte[8]);
            } catch (IllegalStateException | UncheckedIOException e) {
                return String.valueOf(e.getMessage());
            }
        });

        // Whoever notices first closes the group, which the other may see as a lost peer.
        assertThat(seen).noneMatch(row -> row.startsWith("sum") || row.startsWith("gathered"));
        assertThat(seen)
                .anyMatch(row -> row.matches("Replica [01] is at exchange 0 \\(operation [23], 8 bytes\\), "
                        + "replica [01] at exchange 0 \\((SUM|GATHER)\\)"));
    }

    private static float[][] random(int size, int length) {
        Random random = new Random(7);
        float[][] vectors = new float[size][length];
        for (float[] vector : vectors) {
            for (int i = 0; i < length; i++) {
                vector[i] = random.nextFloat() - 0.5f;
            }
        }
        return vectors;
    }

    private static double largestDifference(float[] actual, double[] expected) {
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(actual[i] - expected[i]));
        }
        return largest;
    }

    /** Member r weighs r + 1. */
    private static double[] naiveMean(float[][] vectors) {
        double[] mean = new double[vectors[0].length];
        double total = vectors.length * (vectors.length + 1) / 2.0;
        for (int r = 0; r < vectors.length; r++) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += vectors[r][i] * (r + 1) / total;
            }
        }
        return mean;
    }
}
