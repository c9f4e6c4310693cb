package org.clipspark.job.plan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * Memory that processes of this machine, or of the container that this process is in, can have.
 *
 * @param bytes how much; {@link Long#MAX_VALUE} where the system does not say
 * @param source whose limit it is
 */
public record MemoryLimit(long bytes, String source) {
    private static final String[] CONTAINER = {
        "/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"
    };
    private static final int KIB = 1024;

    /** The limit here. */
    public static MemoryLimit here() {
        return of(MemoryLimit::read);
    }

    /** The limit by these files: path to content, empty where there is no such file. */
    public static MemoryLimit of(Function<String, Optional<String>> files) {
        MemoryLimit limit = new MemoryLimit(
                files.apply("/proc/meminfo").map(MemoryLimit::total).orElse(Long.MAX_VALUE), "this machine");
        for (String file : CONTAINER) {
            long bytes = files.apply(file).map(MemoryLimit::number).orElse(Long.MAX_VALUE);
            // Without a limit, version 1 has a number larger than any machine's memory, version 2 the word max.
            limit = bytes < limit.bytes ? new MemoryLimit(bytes, "this container") : limit;
        }
        return limit;
    }

    private static long total(String meminfo) {
        return meminfo.lines()
                .filter(line -> line.startsWith("MemTotal:"))
                .findFirst()
                .map(line -> number(line.replaceAll("[^0-9]", "")))
                .filter(kib -> kib < Long.MAX_VALUE / KIB)
                .map(kib -> kib * KIB)
                .orElse(Long.MAX_VALUE);
    }

    private static long number(String text) {
        return text.strip().matches("\\d{1,18}") ? Long.parseLong(text.strip()) : Long.MAX_VALUE;
    }

    private static Optional<String> read(String path) {
        try {
            Path file = Path.of(path);
            return Files.isReadable(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + path, e);
        }
    }
}
