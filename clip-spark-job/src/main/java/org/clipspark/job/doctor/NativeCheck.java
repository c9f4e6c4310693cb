package org.clipspark.job.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether the native libraries load and compute, and whether they know this processor. */
final class NativeCheck implements Check {
    /** Cores that OpenBLAS falls back on when it does not know a processor. */
    private static final Set<String> OLD_CORES =
            Set.of("prescott", "core2", "nehalem", "generic", "katmai", "northwood");

    private static final String FIX_OF_OLD_CORE =
            "leave no other OpenBLAS than the job's on the class path, or set OPENBLAS_CORETYPE=";

    @Override
    public List<Finding> run(Environment environment) {
        Optional<Environment.Output> probe =
                environment.run(Map.of("OPENBLAS_VERBOSE", "2"), environment.nativeProbe());
        if (probe.isEmpty()) {
            return List.of(
                    Finding.failure("natives", "there is no java to try them with", "set JAVA_HOME to a JDK 17"));
        }
        Environment.Output output = probe.get();
        Optional<String> backend = output.after(NativeProbe.BACKEND);
        if (output.exitCode() != 0 || backend.isEmpty()) {
            return List.of(broken(output));
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok(
                "natives",
                "ND4J " + backend.get() + ", oneDNN "
                        + output.after(NativeProbe.ONEDNN).orElse("?") + " with "
                        + output.after(NativeProbe.INSTRUCTIONS).orElse("?")));
        findings.add(blas(environment, output.after("Core:").orElse("")));
        return findings;
    }

    private static Finding broken(Environment.Output output) {
        String cause = output.after(NativeProbe.FAILED)
                .orElseGet(() -> "the process that tried them ended with " + output.exitCode());
        String fix = "leave no other JavaCPP, ND4J, oneDNN or OpenBLAS than the job's on the class path";
        if (cause.contains("libgomp")) {
            fix = "install libgomp1 (Debian) or libgomp (Red Hat), on executors too";
        } else if (cause.contains("map segment") || cause.contains("ermission denied")) {
            fix = "set -Dorg.bytedeco.javacpp.cachedir to a folder where files may be executed";
        } else if (cause.contains("java.library.path")) {
            fix =
                    "use a jar that was built for this platform, or OS and processor that it was built for (linux-x86_64)";
        } else if (cause.contains("GLIBC")) {
            fix = "use an image with a newer glibc, on executors too";
        }
        return Finding.failure("natives", "do not load: " + cause, fix);
    }

    private static Finding blas(Environment environment, String core) {
        String processor = environment.file("/proc/cpuinfo").orElse("");
        String better = processor.contains("avx512f") ? "SkylakeX" : processor.contains("avx2") ? "Haswell" : "";
        if (core.isEmpty()) {
            return Finding.ok("blas", "OpenBLAS does not say which processor it takes this for");
        }
        if (OLD_CORES.contains(core.toLowerCase(Locale.ROOT)) && !better.isEmpty()) {
            return Finding.warning(
                    "blas",
                    "OpenBLAS takes this processor for " + core + " and is several times slower than it could be",
                    FIX_OF_OLD_CORE + better);
        }
        return Finding.ok("blas", "OpenBLAS takes this processor for " + core);
    }
}
