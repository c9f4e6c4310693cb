package org.clipspark.model.compute.cuda.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ShortBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Bfloat16Test {
    /** Between 1 and 2 its steps are 1/128. */
    @ParameterizedTest
    @CsvSource({
        "0, 0", "1, 1", "-2.5, -2.5",
        "1.0039, 1", "1.00390625, 1", "1.0040, 1.0078125",
        "1.01171875, 1.015625", "3.39e38, 3.3895314e38", "3.4e-45, 0"
    })
    void roundsToTheNearestAndTiesToEven(float value, float rounded) {
        assertThat(Bfloat16.value(Bfloat16.of(value))).isEqualTo(rounded);
    }

    @Test
    void keepsWhatIsNoNumber() {
        float lowestBit = Float.intBitsToFloat(0x7f800001);

        assertThat(Bfloat16.value(Bfloat16.of(Float.NaN))).isNaN();
        assertThat(Bfloat16.value(Bfloat16.of(lowestBit))).isNaN();
        assertThat(Bfloat16.value(Bfloat16.of(Float.NEGATIVE_INFINITY))).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(Bfloat16.value(Bfloat16.of(Float.MAX_VALUE))).isEqualTo(Float.POSITIVE_INFINITY);
    }

    @Test
    void roundsAStretchOfAnArray() {
        short[] room = new short[4];

        Bfloat16.round(new float[] {9, 1, 2, 3}, 1, ShortBuffer.wrap(room), 1, 3);

        float[] values = new float[4];
        Bfloat16.into(room, values, 0);
        assertThat(values).containsExactly(0, 2, 3, 0);
    }
}
