package org.clipspark.job.doctor;

import java.util.List;

/** Looks at all that a run needs before one begins. */
public final class Doctor {
    private Doctor() {}

    /**
     * What is right and what is wrong.
     *
     * @param output folder that results would go to
     */
    public static List<Finding> examine(Environment environment, String output) {
        List<Check> checks = List.of(
                new VersionCheck(),
                new NativeCheck(),
                new ThreadCheck(),
                new GpuCheck(),
                new CudaCheck(),
                new MemoryCheck(),
                new StorageCheck(output),
                new NetworkCheck(),
                new EncryptionCheck());
        return checks.stream().flatMap(check -> check.run(environment).stream()).toList();
    }
}
