package org.clipspark.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The largest resident memory of this process so far, Java heap and libraries included. */
public final class PeakMemory {
    private PeakMemory() {}

    /**
     * In MiB.
     *
     * @throws IllegalStateException on a system other than Linux
     */
    public static long mib() {
        return field("VmHWM");
    }

    /**
     * Forgets the peak so far; returns what is resident now, in MiB.
     *
     * @throws IllegalStateException on a system other than Linux
     */
    public static long reset() {
        try {
            Files.writeString(Path.of("/proc/self/clear_refs"), "5");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write /proc/self/clear_refs; peak memory needs Linux", e);
        }
        return field("VmRSS");
    }

    private static long field(String name) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith(name + ":")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read /proc/self/status; peak memory needs Linux", e);
        }
        throw new IllegalStateException("/proc/self/status has no " + name + "; peak memory needs Linux");
    }
}
