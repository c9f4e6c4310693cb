package org.clipspark.job.sync.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.clipspark.model.compute.FloatVector;
import org.junit.jupiter.api.Test;

class VectorDigestTest {
    private static final int LENGTH = FloatVector.COPY_LENGTH + 1001;

    private static float[] random(long seed) {
        Random random = new Random(seed);
        float[] values = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    @Test
    void hasTheEuclideanNorm() {
        assertThat(VectorDigest.of(FloatVector.of(new float[] {3, 0, -4, 12, 84}))
                        .norm())
                .isEqualTo(85);
        assertThat(VectorDigest.of(FloatVector.of(new float[0])).norm()).isZero();
        double squares = 0;
        for (float value : random(1)) {
            squares += (double) value * value;
        }
        assertThat(VectorDigest.of(FloatVector.of(random(1))).norm()).isCloseTo(Math.sqrt(squares), within(1e-9));
    }

    @Test
    void theNormTellsWhatIsNoNumber() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            float[] values = random(1);
            values[LENGTH - 1] = bad;
            assertThat(VectorDigest.of(FloatVector.of(values)).norm()).isNotFinite();
        }
    }

    @Test
    void doesNotDependOnThePartsOfAVector() {
        FloatVector whole = FloatVector.of(random(2));
        FloatVector parts = FloatVector.concatenation(List.of(whole.slice(0, 17), whole.slice(17, LENGTH - 17)));

        assertThat(VectorDigest.of(parts)).isEqualTo(VectorDigest.of(whole));
    }

    @Test
    void changesWithEachBitAndEachPlace() {
        float[] values = random(3);
        Set<Long> seen =
                new HashSet<>(Set.of(VectorDigest.of(FloatVector.of(values)).fingerprint()));
        for (int place : new int[] {0, 1, 2, FloatVector.COPY_LENGTH - 1, FloatVector.COPY_LENGTH, LENGTH - 1}) {
            for (int bit = 0; bit < Float.SIZE; bit++) {
                float[] changed = values.clone();
                changed[place] = Float.intBitsToFloat(Float.floatToRawIntBits(changed[place]) ^ (1 << bit));
                assertThat(seen.add(VectorDigest.of(FloatVector.of(changed)).fingerprint()))
                        .as("bit %d of element %d", bit, place)
                        .isTrue();
            }
        }
        for (int distance : new int[] {1, 2, 3, 1000}) {
            float[] swapped = values.clone();
            swapped[5] = values[5 + distance];
            swapped[5 + distance] = values[5];
            assertThat(seen.add(VectorDigest.of(FloatVector.of(swapped)).fingerprint()))
                    .isTrue();
        }
    }
}
