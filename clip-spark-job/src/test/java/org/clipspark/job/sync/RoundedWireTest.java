package org.clipspark.job.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.clipspark.job.sync.link.LinkSettings.Protection;
import org.clipspark.job.sync.reduce.WireFormat;
import org.clipspark.model.compute.FloatVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Vectors on a wire of bfloat16, and on encrypted connections. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RoundedWireTest {
    private static final RingSettings ROUNDED =
            LocalRings.SETTINGS.withWire(WireFormat.BFLOAT16).withSliceFloats(1000);

    @ParameterizedTest
    @CsvSource({"2,1", "2,10001", "3,7", "3,10001", "5,3"})
    void leavesTheSameBitsOnEveryMemberNearTheTrueMean(int size, int length) {
        float[][] vectors = random(size, length);
        float[][] originals = Arrays.stream(vectors).map(float[]::clone).toArray(float[][]::new);

        LocalRings.run(size, ROUNDED, group -> group.averageInPlace("v", FloatVector.of(vectors[group.rank()]), 1));

        assertThat(List.of(vectors)).allMatch(vector -> Arrays.equals(vector, vectors[0]));
        for (int i = 0; i < length; i++) {
            double mean = 0;
            for (float[] original : originals) {
                mean += original[i] / (double) size;
            }
            // Two roundings of 2^-9 each, of values up to 1.
            assertThat(Math.abs(vectors[0][i] - mean)).isLessThan(2.0 / 512);
        }
    }

    @Test
    void losesNoSmallChangesOverManyMeans() {
        float step = 1f / 4096;
        int rounds = 512;

        List<Float> ends = LocalRings.run(2, ROUNDED, group -> {
            float[] vector = {1, 1, 1, 1};
            for (int round = 0; round < rounds; round++) {
                for (int i = 0; i < vector.length; i++) {
                    vector[i] += step;
                }
                group.averageInPlace("v", FloatVector.of(vector), 1);
            }
            return vector[0];
        });

        // A step is a sixteenth of the distance between two bfloat16 above 1: rounding alone would stay at 1.
        assertThat(ends).containsOnly(ends.get(0));
        assertThat((double) ends.get(0)).isBetween(1 + rounds * step - 0.03, 1 + rounds * step + 0.03);
    }

    @Test
    void keepsTheResidualsOfTwoVectorsApart() {
        float[][] small = {{1.001f, 1.001f}, {1.001f, 1.001f}};
        float[][] large = {{1000.5f, 1000.5f}, {1000.5f, 1000.5f}};

        LocalRings.run(2, ROUNDED, group -> {
            group.sumInPlace("large", FloatVector.of(large[group.rank()]));
            return group.averageInPlace("small", FloatVector.of(small[group.rank()]), 1);
        });

        assertThat(small[0]).containsExactly(1, 1);
        assertThat(small[1]).containsExactly(1, 1);
    }

    @Test
    void sendsVectorsWithoutANameAsTheyAre() {
        float[][] vectors = {{1.001f, 3}, {1.001f, 3.003f}};

        LocalRings.run(2, ROUNDED, group -> group.averageInPlace(FloatVector.of(vectors[group.rank()]), 1));

        assertThat(vectors[0]).containsExactly(1.001f, (float) ((3 + (double) 3.003f) / 2));
    }

    @Test
    void refusesAVectorThatChangesItsLength() {
        assertThatThrownBy(() -> LocalRings.run(2, ROUNDED, group -> {
                    group.averageInPlace("v", FloatVector.of(new float[3]), 1);
                    return group.averageInPlace("v", FloatVector.of(new float[4]), 1);
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Vector 'v' must keep its length, got 4 floats after 3");
    }

    @ParameterizedTest
    @CsvSource({"FLOAT32,2", "FLOAT32,3", "BFLOAT16,2"})
    void givesTheSameBitsOverEncryptedConnections(WireFormat wire, int size) {
        RingSettings clear = LocalRings.SETTINGS.withWire(wire);
        float[][] expected = random(size, 200_001);
        float[][] actual = Arrays.stream(expected).map(float[]::clone).toArray(float[][]::new);

        LocalRings.run(size, clear, g -> g.averageInPlace("v", FloatVector.of(expected[g.rank()]), g.rank() + 1));
        LocalRings.run(size, clear.withProtection(Protection.ENCRYPTED), g -> {
            g.averageInPlace("v", FloatVector.of(actual[g.rank()]), g.rank() + 1);
            return g.allGather(new byte[100_000]).size();
        });

        assertThat(List.of(actual)).containsExactly(expected);
    }

    private static float[][] random(int size, int length) {
        Random random = new Random(length);
        float[][] vectors = new float[size][length];
        for (float[] vector : vectors) {
            for (int i = 0; i < length; i++) {
                vector[i] = random.nextFloat() * 2 - 1;
            }
        }
        return vectors;
    }
}
