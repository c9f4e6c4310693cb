package org.clipspark.job.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemoryLimitTest {
    private static final String MEMINFO = "MemTotal:       16384 kB\nMemFree:         1024 kB\n";

    @Test
    void isTheMachinesMemoryWhereThereIsNoContainer() {
        assertThat(of(Map.of("/proc/meminfo", MEMINFO))).isEqualTo(new MemoryLimit(16 << 20, "this machine"));
        assertThat(of(Map.of("/proc/meminfo", MEMINFO, "/sys/fs/cgroup/memory.max", "max\n")))
                .isEqualTo(new MemoryLimit(16 << 20, "this machine"));
    }

    @Test
    void isTheContainersWhereThatIsLess() {
        assertThat(of(Map.of("/proc/meminfo", MEMINFO, "/sys/fs/cgroup/memory.max", "8388608\n")))
                .isEqualTo(new MemoryLimit(8 << 20, "this container"));
        assertThat(of(Map.of("/proc/meminfo", MEMINFO, "/sys/fs/cgroup/memory/memory.limit_in_bytes", "4194304\n")))
                .isEqualTo(new MemoryLimit(4 << 20, "this container"));
        assertThat(of(Map.of(
                        "/proc/meminfo",
                        MEMINFO,
                        "/sys/fs/cgroup/memory/memory.limit_in_bytes",
                        "9223372036854771712")))
                .isEqualTo(new MemoryLimit(16 << 20, "this machine"));
    }

    @Test
    void isUnboundedWhereTheSystemDoesNotSay() {
        assertThat(of(Map.of()).bytes()).isEqualTo(Long.MAX_VALUE);
    }

    private static MemoryLimit of(Map<String, String> files) {
        return MemoryLimit.of(path -> Optional.ofNullable(files.get(path)));
    }
}
