package org.clipspark.job.sync.reduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Bfloat16Test {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, -0.0",
        "1, 1",
        "-2.5, -2.5",
        // Halfway between 1 and 1 + 2^-7: the even one; above it, the upper one.
        "1.00390625, 1",
        "1.0039064, 1.0078125",
        // Halfway between 1 + 2^-7 and 1 + 2^-6.
        "1.01171875, 1.015625",
        "3.4028235e38, Infinity",
        "-Infinity, -Infinity"
    })
    void roundsToTheNearestAndOfTwoToTheEvenOne(float value, float expected) {
        assertThat(Bfloat16.toFloat(Bfloat16.of(value))).isEqualTo(expected);
    }

    @Test
    void keepsANotANumberWhoseBitsWouldRoundToInfinity() {
        assertThat(Bfloat16.toFloat(Bfloat16.of(Float.intBitsToFloat(0x7f800001))))
                .isNaN();
        assertThat(Bfloat16.toFloat(Bfloat16.of(Float.intBitsToFloat(0xffffffff))))
                .isNaN();
    }

    @Test
    void handsOnLaterWhatRoundingTakes() {
        Random random = new Random(1);
        float[] residual = new float[1];
        double wanted = 0;
        double sent = 0;
        for (int round = 0; round < 1000; round++) {
            float[] value = {1 + random.nextFloat() / 1000};
            wanted += value[0];
            Bfloat16.roundInPlace(value, residual, 1);
            assertThat(value[0]).isEqualTo(Bfloat16.toFloat(Bfloat16.of(value[0])));
            sent += value[0];
        }

        // Each value alone rounds to 1: without the residual the sum would lack 0.5.
        assertThat(Math.abs(sent + residual[0] - wanted)).isLessThan(1e-3);
        assertThat(Math.abs(residual[0])).isLessThan(0.008f);
    }

    @Test
    void forgetsWhatIsNoNumber() {
        float[] values = {Float.NaN, Float.POSITIVE_INFINITY, Float.MAX_VALUE, 1.001f};
        float[] residual = new float[4];

        Bfloat16.roundInPlace(values, residual, 4);

        assertThat(residual).startsWith(0, 0, 0);
        assertThat(residual[3]).isCloseTo(0.001f, within(1e-6f));
    }
}
