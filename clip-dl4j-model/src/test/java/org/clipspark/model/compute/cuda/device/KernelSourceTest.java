package org.clipspark.model.compute.cuda.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class KernelSourceTest {
    @Test
    void needsNoOtherFile() {
        assertThat(KernelSource.named("pointwise").text())
                .contains("extern \"C\"")
                .doesNotContain("#include");
    }

    @Test
    void tellsMachineCodeApartByAllThatDecidesAboutIt() {
        KernelSource source = new KernelSource("a", "text");

        assertThat(source.digest("sm_90", "13.0"))
                .hasSize(64)
                .isEqualTo(new KernelSource("b", "text").digest("sm_90", "13.0"))
                .isNotEqualTo(source.digest("sm_80", "13.0"))
                .isNotEqualTo(source.digest("sm_90", "13.1"))
                .isNotEqualTo(new KernelSource("a", "other").digest("sm_90", "13.0"));
    }

    @Test
    void refusesAResourceThatIsNotThere() {
        assertThatThrownBy(() -> KernelSource.named("../secret"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("No kernels");
    }
}
