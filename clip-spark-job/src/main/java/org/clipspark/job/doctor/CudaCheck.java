package org.clipspark.job.doctor;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clipspark.job.device.InstalledGpu;

/** Whether the {@code cuda} backend computes on this machine; it is tried only where there is a GPU. */
final class CudaCheck implements Check {
    private static final String FIX = "or leave train.backend at onednn";

    @Override
    public List<Finding> run(Environment environment) {
        Optional<Environment.Output> gpus = environment.run(Map.of(), InstalledGpu.query());
        if (gpus.isEmpty() || InstalledGpu.parse(gpus.get().text()).isEmpty()) {
            return List.of(Finding.ok("cuda", "not tried, there is no GPU here"));
        }
        Optional<Environment.Output> probe = environment.run(Map.of(), environment.cudaProbe());
        if (probe.isEmpty()) {
            return List.of(Finding.failure("cuda", "there is no java to try it with", "set JAVA_HOME to a JDK 17"));
        }
        Optional<String> works = probe.get().after(CudaProbe.WORKS);
        if (probe.get().exitCode() == 0 && works.isPresent()) {
            return List.of(Finding.ok("cuda", works.get()));
        }
        // What the backend says names the fix already. Runs on CPUs are not the worse for it.
        String cause = probe.get()
                .after(CudaProbe.FAILED)
                .orElse("the process that tried it ended with " + probe.get().exitCode());
        return List.of(Finding.warning("cuda", cause, FIX));
    }
}
