package org.clipspark.benchmarks.throughput;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.clipspark.benchmarks.process.PeakMemory;

/** One side in a process of its own: works for as many seconds as each line of standard input says. */
final class WorkloadServer {
    private WorkloadServer() {}

    /** Arguments: those of {@link Workload#of}. */
    public static void main(String[] arguments) {
        PrintStream replies = System.out;
        // Libraries that greet on standard output must not break the conversation.
        System.setOut(System.err);
        Workload workload = Workload.of(arguments);
        replies.println(workload.fingerprint());
        try (BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = requests.readLine(); line != null; line = requests.readLine()) {
                replies.println(run(workload, Double.parseDouble(line)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Lost the parent process", e);
        }
    }

    private static String run(Workload workload, double seconds) {
        long start = System.nanoTime();
        long items = 0;
        double elapsed = 0;
        while (elapsed < seconds) {
            items += workload.pass();
            elapsed = (System.nanoTime() - start) * 1e-9;
        }
        return items / elapsed + " " + PeakMemory.mib();
    }
}
