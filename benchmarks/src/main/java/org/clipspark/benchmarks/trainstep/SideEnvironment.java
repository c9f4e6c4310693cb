package org.clipspark.benchmarks.trainstep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Environment variables of a side's process. Ours runs as users run it; the peer gets the settings that help it. */
final class SideEnvironment {
    private static final Path CPU = Path.of("/proc/cpuinfo");

    private SideEnvironment() {}

    static Map<String, String> of(String side, int threads) {
        Map<String, String> variables = new HashMap<>();
        variables.put("OMP_NUM_THREADS", Integer.toString(threads));
        variables.put("OPENBLAS_NUM_THREADS", Integer.toString(threads));
        // Idle OpenMP threads must sleep at once: the other side is being measured.
        variables.put("OMP_WAIT_POLICY", "PASSIVE");
        variables.put("KMP_BLOCKTIME", "0");
        if (side.equals("peer")) {
            variables.putAll(forLibtorch());
        }
        return variables;
    }

    private static Map<String, String> forLibtorch() {
        Map<String, String> variables = new HashMap<>();
        // libtorch allocates every activation anew; glibc would give each back to the kernel and fault it in again.
        variables.put("MALLOC_ARENA_MAX", "1");
        variables.put("MALLOC_MMAP_MAX_", "0");
        variables.put("MALLOC_TRIM_THRESHOLD_", Long.toString(1L << 36));
        variables.put("MALLOC_TOP_PAD_", Long.toString(1L << 26));
        if (hasAvx512()) {
            // OpenBLAS takes processors that it does not know yet for a Haswell, which has no AVX-512.
            variables.put("OPENBLAS_CORETYPE", "SkylakeX");
        }
        return variables;
    }

    private static boolean hasAvx512() {
        try {
            return Files.readString(CPU).contains(" avx512vl");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + CPU, e);
        }
    }
}
