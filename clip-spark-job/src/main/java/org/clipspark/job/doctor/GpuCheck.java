package org.clipspark.job.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clipspark.job.device.InstalledGpu;
import org.clipspark.job.device.VisibleDevices;

/** GPUs, their driver, and what Spark is told of them. */
final class GpuCheck implements Check {
    private static final String TASK_AMOUNT = "spark.task.resource.gpu.amount";
    private static final String EXECUTOR_AMOUNT = "spark.executor.resource.gpu.amount";
    private static final String SCRIPT = "spark.executor.resource.gpu.discoveryScript";

    @Override
    public List<Finding> run(Environment environment) {
        List<Finding> findings = new ArrayList<>();
        spark(environment).ifPresent(findings::add);
        Optional<Environment.Output> answer = environment.run(Map.of(), InstalledGpu.query());
        if (answer.isEmpty()) {
            findings.add(Finding.ok("gpu", "none here (no nvidia-smi): replicas compute on the CPU"));
            return findings;
        }
        List<InstalledGpu> gpus = InstalledGpu.parse(answer.get().text());
        if (answer.get().exitCode() != 0 || gpus.isEmpty()) {
            findings.add(Finding.failure(
                    "gpu",
                    "nvidia-smi says: " + answer.get().text().strip(),
                    "load the driver that belongs to its libraries (after an update: restart the machine)"));
            return findings;
        }
        visible(environment, gpus).ifPresent(findings::add);
        for (InstalledGpu gpu : gpus) {
            findings.add(Finding.ok(
                    "gpu",
                    gpu.index() + " is a " + gpu.name() + " with driver " + gpu.driver()
                            + "; train.backend cuda uses it, onednn and nd4j leave it alone"));
        }
        return findings;
    }

    private static Optional<Finding> visible(Environment environment, List<InstalledGpu> gpus) {
        String variable = environment.variable(VisibleDevices.VARIABLE);
        List<String> missing = VisibleDevices.listed(variable).missing(gpus);
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(Finding.failure(
                        "gpu",
                        VisibleDevices.VARIABLE + " is '" + variable + "', but this machine has no GPU " + missing,
                        "unset it or list some of the " + gpus.size() + " GPUs from 0 on"));
    }

    private static Optional<Finding> spark(Environment environment) {
        boolean isAsked = environment.spark().getDouble(TASK_AMOUNT, 0) > 0;
        boolean isGiven = environment.spark().getInt(EXECUTOR_AMOUNT, 0) > 0;
        String master = environment.spark().get("spark.master", "local");
        if (isAsked && !isGiven) {
            return Optional.of(Finding.failure(
                    "gpu",
                    TASK_AMOUNT + " is set, " + EXECUTOR_AMOUNT + " is not: no executor has a GPU to give",
                    "set it"));
        }
        boolean finds = environment.spark().contains(SCRIPT);
        boolean isExecutorsOwn = master.startsWith("yarn") || master.startsWith("k8s");
        return isGiven && isExecutorsOwn && !finds
                ? Optional.of(Finding.failure(
                        "gpu",
                        EXECUTOR_AMOUNT + " is set, but executors do not know how to find GPUs",
                        "set " + SCRIPT))
                : Optional.empty();
    }
}
