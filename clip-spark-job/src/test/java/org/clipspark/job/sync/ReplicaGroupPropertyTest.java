package org.clipspark.job.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.clipspark.model.compute.FloatVector;

class ReplicaGroupPropertyTest {
    @Property(tries = 60)
    void isTheNaiveMeanForAnyLengthSliceAndWeights(
            @ForAll @IntRange(min = 0, max = 300) int length,
            @ForAll @IntRange(min = 1, max = 40) int sliceFloats,
            @ForAll @Size(min = 2, max = 4) List<@IntRange(min = 0, max = 1000) Integer> weights,
            @ForAll long seed) {
        float[][] vectors = new float[weights.size()][length];
        Random random = new Random(seed);
        for (float[] vector : vectors) {
            for (int i = 0; i < length; i++) {
                vector[i] = random.nextFloat() * 2 - 1;
            }
        }
        double[] expected = naiveMean(vectors, weights);

        List<Double> totals = LocalRings.run(
                weights.size(),
                RingSettings.DEFAULT.withTimeout(Duration.ofSeconds(20)).withSliceFloats(sliceFloats),
                g -> g.averageInPlace(FloatVector.of(vectors[g.rank()]), weights.get(g.rank())));

        double total = weights.stream().mapToDouble(w -> w).sum();
        assertThat(totals).containsOnly(total);
        for (int i = 0; i < length && total > 0; i++) {
            assertThat((double) vectors[0][i]).isCloseTo(expected[i], within(1e-6));
            for (float[] vector : vectors) {
                assertThat(vector[i]).isEqualTo(vectors[0][i]);
            }
        }
    }

    private static double[] naiveMean(float[][] vectors, List<Integer> weights) {
        double total = weights.stream().mapToDouble(w -> w).sum();
        double[] mean = new double[vectors[0].length];
        for (int i = 0; i < mean.length; i++) {
            for (int r = 0; r < vectors.length; r++) {
                mean[i] += weights.get(r) / total * vectors[r][i];
            }
        }
        return mean;
    }
}
