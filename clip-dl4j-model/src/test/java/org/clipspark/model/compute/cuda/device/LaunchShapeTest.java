package org.clipspark.model.compute.cuda.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LaunchShapeTest {
    @Test
    void takesNoMoreBlocksThanElementsNeed() {
        assertThat(LaunchShape.striding(1000, 256, 16)).isEqualTo(LaunchShape.of(4, 256));
        assertThat(LaunchShape.striding(1_000_000, 256, 16)).isEqualTo(LaunchShape.of(16, 256));
        assertThat(LaunchShape.striding(0, 256, 16)).isEqualTo(LaunchShape.of(1, 256));
    }

    @Test
    void refusesWhatNoCardLaunches() {
        assertThatThrownBy(() -> LaunchShape.of(1, 2048)).hasMessageContaining("2048 x 1 threads");
        assertThatThrownBy(() -> LaunchShape.of(1, 65536, 1, 32)).hasMessageContaining("1 x 65536 x 1 blocks");
        assertThatThrownBy(() -> LaunchShape.of(1, 32).withShared(-1)).hasMessageContaining("-1 bytes");
    }
}
