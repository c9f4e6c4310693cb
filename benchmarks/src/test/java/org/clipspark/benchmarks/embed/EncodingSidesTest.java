package org.clipspark.benchmarks.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EncodingSidesTest {
    @Test
    void theFingerprintTellsOrdersApart() {
        // Weights -3, -2, -1, 0, 1, 2, 3 and again from the start.
        assertThat(EncodingServer.fingerprint(new float[] {1, 0, 0, 0, 0, 0, 2, 1}))
                .isEqualTo(-3 + 6 - 3);
        assertThat(EncodingServer.fingerprint(new float[] {1, 2})).isEqualTo(-7);
        assertThat(EncodingServer.fingerprint(new float[] {2, 1})).isEqualTo(-8);
    }

    @Test
    void refusesSidesThatDiffer() {
        assertThatNoException().isThrownBy(() -> EncodingSides.requireSame(1.0005, 1));
        assertThatThrownBy(() -> EncodingSides.requireSame(1.1, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Both sides must give the same embeddings, got 1.1");
        assertThatThrownBy(() -> EncodingSides.requireSame(Double.NaN, 1)).isInstanceOf(IllegalStateException.class);
    }
}
