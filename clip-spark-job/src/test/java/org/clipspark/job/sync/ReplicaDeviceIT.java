package org.clipspark.job.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.clipspark.job.device.DeviceBinding;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Replicas of a ring on an executor that Spark's own scheduler gave two GPUs, which only a script believes in. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class ReplicaDeviceIT {
    @TempDir
    private Path folder;

    private Path script;

    @BeforeEach
    void writeScript() throws IOException {
        script = Files.writeString(
                folder.resolve("gpus.sh"), "#!/bin/sh\necho '{\"name\":\"gpu\",\"addresses\":[\"2\",\"3\"]}'\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void eachReplicaBindsTheDeviceThatItsTaskWasGiven() {
        try (JavaSparkContext context = LocalClusters.processes(1, settings())) {
            assertThat(devices(context)).containsExactlyInAnyOrder("2 as 2, 1 threads", "3 as 3, 1 threads");
        }
    }

    @Test
    void numbersTheDevicesAnewWhereTheExecutorSeesOnlySome() {
        Map<String, String> settings = settings();
        settings.put("spark.executorEnv.CUDA_VISIBLE_DEVICES", "2,3");

        try (JavaSparkContext context = LocalClusters.processes(1, settings)) {
            assertThat(devices(context)).containsExactlyInAnyOrder("2 as 0, 1 threads", "3 as 1, 1 threads");
        }
    }

    @Test
    void failsWhereTheExecutorDoesNotSeeWhatTheTaskWasGiven() {
        Map<String, String> settings = settings();
        settings.put("spark.executorEnv.CUDA_VISIBLE_DEVICES", "0,1");

        try (JavaSparkContext context = LocalClusters.processes(1, settings)) {
            assertThatThrownBy(() -> devices(context))
                    .hasStackTraceContaining("CUDA_VISIBLE_DEVICES shows only [0, 1]");
        }
    }

    private static List<String> devices(JavaSparkContext context) {
        return SparkRing.run(StageResources.ofSpark(context), 2, "devices", RingSettings.DEFAULT, group -> {
            group.barrier();
            DeviceBinding device = DeviceBinding.of(TaskContext.get()).orElseThrow();
            int threads = DeviceBinding.threads(
                    SparkEnv.get().conf(), TaskContext.get().cpus());
            return device.address() + " as " + device.ordinal() + ", " + threads + " threads";
        });
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        settings.put("spark.master", "local-cluster[1,2,1024]");
        settings.put("spark.stage.maxConsecutiveAttempts", "1");
        settings.put("spark.worker.resource.gpu.amount", "2");
        settings.put("spark.worker.resource.gpu.discoveryScript", script.toString());
        settings.put("spark.executor.resource.gpu.amount", "2");
        settings.put("spark.task.resource.gpu.amount", "1");
        return settings;
    }
}
