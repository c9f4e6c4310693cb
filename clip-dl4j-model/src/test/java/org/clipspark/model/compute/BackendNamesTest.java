package org.clipspark.model.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BackendNamesTest {
    private static final BackendSettings SETTINGS = new BackendSettings(ElementType.FLOAT32, 1);

    @Test
    void listsTheNamesOfProvidedBackendsToo() {
        assertThatThrownBy(() -> Backend.named("tpu", SETTINGS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Unknown backend 'tpu' (expected: onednn, nd4j, cuda)");
    }

    @Test
    void refusesPrecisionsThatCpusDoNotHave() {
        BackendSettings halved = new BackendSettings(ElementType.FLOAT32, 1, Precision.BF16, 0);

        for (String name : new String[] {"onednn", "nd4j"}) {
            assertThatThrownBy(() -> Backend.named(name, halved))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("The " + name + " backend has no precision bf16: set train.precision to fp32, or"
                            + " train.backend to cuda");
        }
        assertThat(Precision.named("TF32")).isEqualTo(Precision.TF32);
        assertThatThrownBy(() -> Precision.named("fp8"))
                .hasMessage("Unknown precision 'fp8' (expected: fp32, tf32, bf16)");
    }

    @Test
    void refusesDoublePrecisionOnAGpuBeforeLookingForOne() {
        assertThatThrownBy(() -> Backend.named("cuda", new BackendSettings(ElementType.FLOAT64, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cuda backend computes in FLOAT32, got FLOAT64");
    }

    @Test
    void saysInOneLineWhatAMachineLacks() {
        try (Backend backend = Backend.named("cuda", SETTINGS)) {
            assertThat(backend.name()).isEqualTo("cuda");
        } catch (IllegalStateException e) {
            assertThat(e.getMessage()).doesNotContain("\n").contains(": ").hasSizeGreaterThan(40);
        }
    }
}
