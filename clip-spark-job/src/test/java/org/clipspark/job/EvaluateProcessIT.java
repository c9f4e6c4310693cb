package org.clipspark.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.clipspark.job.ProcessSockets.OpenSocket;
import org.clipspark.job.train.SmallRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code clip evaluate --watch} in processes of its own: one is killed, the next one's sockets are written down. */
class EvaluateProcessIT {
    /** Two tasks of each of the checkpoints that a run of two epochs writes. */
    private static final int CELLS = 3 * 2;

    private static final int LOOK_MILLISECONDS = 50;

    @TempDir
    static Path folder;

    private static Path suite;

    @BeforeAll
    static void train() throws IOException {
        try (SparkSession session = SparkSessions.open("prepare", Optional.of(2))) {
            SmallRun.prepare(session, folder).config("run");
        }
        assertThat(ClipJob.commandLine()
                        .execute(
                                "train",
                                "--conf-file",
                                folder.resolve("run.yaml").toString()))
                .isZero();
        suite = Files.writeString(folder.resolve("suite.yaml"), """
                output: %1$s/results
                cache: %1$s/cache
                tokenizer: {vocabulary: %1$s/vocabulary.txt}
                checkpoints: [{name: run, path: %1$s/run/checkpoints}]
                datasets:
                  - name: new
                    shards: %1$s/shards
                    split: validation
                    tasks: [zeroshot_classification, zeroshot_retrieval]
                    languages: [{name: en, templates: ["a {c}"]}]
                batchSize: 32
                intervals: {resamples: 100, confidence: 0.95, seed: 1}
                aggregates: []
                """.formatted(folder));
    }

    /**
     * In the second process a guard writes down which Java code opens a socket; those that native code would open are seen
     * from outside, where the system lists them.
     */
    @Test
    void goesOnWhereItWasKilledAndOpensNoSocketButThoseOfSpark() throws IOException, InterruptedException {
        Process killed = start("--poll-seconds", "1");
        while (cells() == 0 && killed.isAlive()) {
            Thread.sleep(20);
        }
        killed.destroyForcibly().waitFor();
        long before = cells();
        assertThat(before).as(output()).isBetween(1L, (long) CELLS);
        Files.deleteIfExists(folder.resolve("network.log"));

        Process second = start("--once", "--json");

        Set<OpenSocket> sockets = watchedSockets(second);
        assertThat(second.exitValue()).as(output()).isZero();
        assertThat(output()).contains("\"computed\":" + (CELLS - before) + ",");
        assertThat(cells()).isEqualTo(CELLS);
        assertThat(Files.readAllLines(folder.resolve("results/history.jsonl"))).hasSize(CELLS);
        assertThat(folder.resolve("results/report.html")).isNotEmptyFile();
        List<String> opened = Files.readAllLines(folder.resolve("network.log"));
        assertThat(opened)
                .as("the guard sees what Spark opens")
                .isNotEmpty()
                .allMatch(line -> line.endsWith(" by Spark"));
        if (ProcessSockets.areListed()) {
            assertAreSparks(sockets, opened);
        }
    }

    /** All sockets that the process had at some look, until it ends. */
    private static Set<OpenSocket> watchedSockets(Process process) throws IOException, InterruptedException {
        Set<OpenSocket> seen = new HashSet<>();
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (!process.waitFor(LOOK_MILLISECONDS, TimeUnit.MILLISECONDS)) {
            assertThat(System.nanoTime()).as("the process has not ended").isLessThan(deadline);
            if (ProcessSockets.areListed()) {
                seen.addAll(ProcessSockets.of(process.pid()));
            }
        }
        return seen;
    }

    /** On loopback alone; as many listen as the guard saw Spark open servers, and every other one is an end of a connection to one of those. */
    private static void assertAreSparks(Set<OpenSocket> sockets, List<String> opened) {
        Set<Integer> served = new HashSet<>();
        sockets.stream()
                .filter(OpenSocket::isListening)
                .forEach(socket -> served.add(socket.local().getPort()));
        assertThat(served).isNotEmpty().hasSizeLessThanOrEqualTo(Collections.frequency(opened, "server by Spark"));
        assertThat(sockets).allSatisfy(socket -> {
            assertThat(socket.local().getAddress().isLoopbackAddress()).isTrue();
            assertThat(!socket.hasPeer() || socket.peer().getAddress().isLoopbackAddress())
                    .isTrue();
            assertThat(served)
                    .containsAnyOf(socket.local().getPort(), socket.peer().getPort());
        });
    }

    private static long cells() throws IOException {
        Path cells = folder.resolve("results/cells");
        if (!Files.exists(cells)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(cells)) {
            return files.filter(file -> file.toString().matches(".*/zeroshot_[a-z]+\\.json"))
                    .count();
        }
    }

    private static String output() throws IOException {
        return Files.readString(folder.resolve("output.txt"));
    }

    /** With the options of this process, so that Spark finds Java's packages open. */
    private static Process start(String... options) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java", "-Xmx1g"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("--add-opens"))
                .forEach(command::add);
        command.addAll(List.of(
                "-Djava.nio.channels.spi.SelectorProvider=" + NetworkGuard.class.getName(),
                "-D" + NetworkGuard.LOG + "=" + folder.resolve("network.log"),
                "-cp",
                System.getProperty("java.class.path"),
                NetworkGuard.class.getName(),
                "evaluate",
                "--conf-file",
                suite.toString(),
                "--watch",
                folder.resolve("run/checkpoints").toString()));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.txt").toFile());
        // As deploy/local/clip does; else Spark asks the network for this machine's name.
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        return builder.start();
    }
}
