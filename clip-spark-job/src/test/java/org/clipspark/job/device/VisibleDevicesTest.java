package org.clipspark.job.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VisibleDevicesTest {
    private static final List<InstalledGpu> FOUR = List.of(
            new InstalledGpu(0, "GPU-aaaa", "X", "1"),
            new InstalledGpu(1, "GPU-bbbb", "X", "1"),
            new InstalledGpu(2, "GPU-cccc", "X", "1"),
            new InstalledGpu(3, "GPU-dddd", "X", "1"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # variable       | address  | ordinal
            2,3              | 2        | 0
            2,3              | 3        | 1
            3,2              | 2        | 1
            0,1,2,3          | 3        | 3
            GPU-cccc,GPU-dddd| GPU-dddd | 1
            GPU-cc,GPU-dd    | GPU-dddd | 1
            GPU-cccc,GPU-dddd| 3        | 1
            2,3              | GPU-dddd | 1
            MIG-11,MIG-22    | MIG-22   | 1
            """)
    void numbersDevicesAnewInTheOrderOfTheVariable(String variable, String address, int ordinal) {
        assertThat(VisibleDevices.listed(variable).ordinal(address, () -> FOUR)).isEqualTo(ordinal);
    }

    @Test
    void keepsTheMachinesNumbersWithoutTheVariable() {
        assertThat(VisibleDevices.all().ordinal("2", () -> FOUR)).isEqualTo(2);
        assertThat(VisibleDevices.all().ordinal("3", () -> FOUR)).isEqualTo(3);
        assertThat(VisibleDevices.all().ordinal("GPU-cccc", () -> FOUR)).isEqualTo(2);
    }

    @Test
    void asksForTheMachinesDevicesOnlyToMatchIndicesAndUuids() {
        assertThat(VisibleDevices.listed("2,3").ordinal("3", () -> {
                    throw new AssertionError("asked");
                }))
                .isEqualTo(1);
    }

    @Test
    void refusesADeviceThatIsHidden() {
        assertThatThrownBy(() -> VisibleDevices.listed("2,3").ordinal("0", () -> FOUR))
                .hasMessage(
                        "Spark gave this task GPU '0', but CUDA_VISIBLE_DEVICES shows only [2, 3]: unset it, or let the"
                                + " discovery script find what it shows");
        // CUDA ignores what follows an entry that is none.
        assertThatThrownBy(() -> VisibleDevices.listed("0,-1,3").ordinal("3", () -> FOUR))
                .hasMessageContaining("shows only [0]");
        assertThatThrownBy(() -> VisibleDevices.listed("").ordinal("0", () -> FOUR))
                .hasMessageContaining("only []");
        assertThatThrownBy(() -> VisibleDevices.all().ordinal("GPU-eeee", () -> FOUR))
                .hasMessageContaining("'GPU-eeee', which is none of this machine's");
    }

    @Test
    void findsEntriesThatNameNoDevice() {
        assertThat(VisibleDevices.listed("1,7,GPU-zzzz").missing(FOUR)).containsExactly("7", "GPU-zzzz");
        assertThat(VisibleDevices.all().missing(FOUR)).isEmpty();
    }

    @Test
    void readsWhatTheDriverSaysOfItsDevices() {
        assertThat(InstalledGpu.parse("0, GPU-aaaa, NVIDIA H200, 550.54.15\nnonsense\n"))
                .containsExactly(new InstalledGpu(0, "GPU-aaaa", "NVIDIA H200", "550.54.15"));
    }

    @Test
    void givesAReplicaTheCoresOfItsTaskOrItsShareOfTheExecutor() {
        SparkConf conf = new SparkConf(false).set("spark.executor.cores", "16");
        assertThat(DeviceBinding.threads(conf, 4)).isEqualTo(4);

        conf.set("spark.executor.resource.gpu.amount", "2").set("spark.task.resource.gpu.amount", "1");
        assertThat(DeviceBinding.threads(conf, 1)).isEqualTo(8);
        assertThat(DeviceBinding.threads(conf, 10)).isEqualTo(10);

        conf.set("spark.task.resource.gpu.amount", "0.5");
        assertThat(DeviceBinding.threads(conf, 1)).isEqualTo(4);
    }
}
