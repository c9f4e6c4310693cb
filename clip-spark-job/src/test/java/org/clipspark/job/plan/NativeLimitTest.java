package org.clipspark.job.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

class NativeLimitTest {
    private static final long GIB = 1L << 30;

    @Test
    void isWhatJavaCppSaysOfThisProcess() {
        String options = String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments());

        assertThat(NativeLimit.bytes(Runtime.getRuntime().maxMemory(), options)).isEqualTo(Pointer.maxPhysicalBytes());
    }

    @Test
    void isFourHeapsUnlessOptionsSayOtherwise() {
        assertThat(NativeLimit.bytes(GIB, "-Xmx1g")).isEqualTo(4 * GIB);
        assertThat(NativeLimit.bytes(GIB, "-Dorg.bytedeco.javacpp.maxBytes=2g")).isEqualTo(5 * GIB);
        assertThat(NativeLimit.bytes(GIB, "-Xmx1g -Dorg.bytedeco.javacpp.maxPhysicalBytes=9g"))
                .isEqualTo(9 * GIB);
        assertThat(NativeLimit.bytes(GIB, "-Dorg.bytedeco.javacpp.maxphysicalbytes=2048m -Da=b"))
                .isEqualTo(2 * GIB);
        assertThat(NativeLimit.bytes(GIB, "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0"))
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void refusesWhatIsNoSize() {
        assertThatThrownBy(() -> NativeLimit.bytes(GIB, "-Dorg.bytedeco.javacpp.maxPhysicalBytes=lots"))
                .hasMessage("Not a size: 'lots' (expected bytes, or such as 512m or 8g)");
    }
}
