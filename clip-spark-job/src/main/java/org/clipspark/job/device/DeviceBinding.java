package org.clipspark.job.device;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;

/**
 * The GPU that Spark gave a task. It is the task's, not the partition's nor the executor's: a replica that comes back in
 * another task may have another one.
 *
 * @param address what Spark calls it: an index or a UUID
 * @param ordinal what CUDA calls it in this process
 */
public record DeviceBinding(String address, int ordinal) {
    private static final String GPU = "gpu";
    private static final String TASK_AMOUNT = "spark.task.resource.gpu.amount";
    private static final String EXECUTOR_AMOUNT = "spark.executor.resource.gpu.amount";
    private static final String EXECUTOR_CORES = "spark.executor.cores";

    /** The GPU of a task, empty if Spark gave it none. */
    public static Optional<DeviceBinding> of(TaskContext task) {
        ResourceInformation gpus = task.resourcesJMap().get(GPU);
        if (gpus == null || gpus.addresses().length == 0) {
            return Optional.empty();
        }
        String variable = System.getenv(VisibleDevices.VARIABLE);
        VisibleDevices visible = variable == null ? VisibleDevices.all() : VisibleDevices.listed(variable);
        String address = gpus.addresses()[0];
        return Optional.of(new DeviceBinding(address, visible.ordinal(address, DeviceBinding::installed)));
    }

    private static List<InstalledGpu> installed() {
        try {
            Process process = new ProcessBuilder(InstalledGpu.query())
                    .redirectErrorStream(true)
                    .start();
            try (InputStream out = process.getInputStream()) {
                return InstalledGpu.parse(new String(out.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // No driver: then no UUID is that of a GPU, and whoever asks says so.
            return List.of();
        }
    }

    /**
     * Native threads of a replica where the run leaves them to Spark: the cores of its task; where GPUs leave cores of the
     * executor without a task, its share of all of them.
     *
     * @param taskCores {@code spark.task.cpus}
     */
    public static int threads(SparkConf conf, int taskCores) {
        double perTask = conf.getDouble(TASK_AMOUNT, 0);
        if (perTask <= 0 || !conf.contains(EXECUTOR_CORES)) {
            return taskCores;
        }
        int tasks = Math.max(1, (int) (conf.getInt(EXECUTOR_AMOUNT, 1) / perTask));
        return Math.max(taskCores, conf.getInt(EXECUTOR_CORES, 1) / tasks);
    }
}
