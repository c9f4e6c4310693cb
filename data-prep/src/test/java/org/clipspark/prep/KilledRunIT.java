package org.clipspark.prep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs in a process of their own, killed like a machine that loses its power. */
class KilledRunIT {
    private static final long WAIT_SECONDS = 240;

    @TempDir
    Path folder;

    private Path source = Path.of("");

    @BeforeEach
    void draw() throws IOException {
        source = folder.resolve("in");
        SmallSources.parquet(source.resolve("a.parquet"), 0, 240);
        Files.createDirectories(folder.resolve("tmp"));
    }

    @Test
    void goesOnWhereItWasKilledWhileItStaged() throws IOException, InterruptedException {
        Path output = folder.resolve("out");
        Process process = start(output);

        awaitFiles(process, output.resolve("_stage"), "part-", 3);
        process.destroyForcibly().waitFor();
        assertThat(output.resolve("manifest.json")).doesNotExist();
        Map<Path, Object> staged = times(output.resolve("_stage"));

        assertSameAsUnkilled(output);
        staged.keySet().removeIf(name -> !name.toString().endsWith(".parquet"));
        assertThat(staged).hasSizeGreaterThanOrEqualTo(3);
        // A part that was there is the very file.
        assertThat(times(output.resolve("_stage"))).containsAllEntriesOf(staged);
    }

    @Test
    void writesOnlyTheShardsThatAreMissing() throws IOException, InterruptedException {
        Path output = folder.resolve("out");
        Process process = start(output);

        awaitFiles(process, output.resolve("_stage/written"), "train-", 2);
        process.destroyForcibly().waitFor();
        assertThat(output.resolve("manifest.json")).doesNotExist();
        Map<Path, Object> before = times(output.resolve("train"));

        assertSameAsUnkilled(output);
        Map<Path, Object> after = times(output.resolve("train"));
        assertThat(before.size()).isGreaterThanOrEqualTo(2).isLessThan(after.size());
        // A shard that was there is the very file, not a new one with the same content.
        assertThat(after).containsAllEntriesOf(before);
    }

    private void assertSameAsUnkilled(Path output) throws IOException {
        Path unkilled = folder.resolve("unkilled");
        try (PrepRuns runs = new PrepRuns(folder, 2)) {
            runs.run(source, output, "shards.rowsPerShard=12", "stage={rowsPerPart: 20, keep: true}");
            runs.run(source, unkilled, "shards.rowsPerShard=12", "stage={rowsPerPart: 20, keep: true}");
        }
        assertThat(PrepRuns.digests(output)).hasSizeGreaterThan(15).isEqualTo(PrepRuns.digests(unkilled));
        try (Stream<Path> files = Files.walk(output)) {
            assertThat(files.filter(file -> file.toString().endsWith(".tmp"))).isEmpty();
        }
    }

    private Process start(Path output) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1g"));
        command.addAll(java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-opens"))
                .toList());
        command.addAll(List.of(
                "-Dspark.master=local[1]",
                "-Dspark.ui.enabled=false",
                "-Dspark.driver.bindAddress=127.0.0.1",
                "-Dspark.driver.host=127.0.0.1",
                "-Dspark.local.dir=" + folder.resolve("tmp"),
                "-cp",
                System.getProperty("java.class.path"),
                PrepareData.class.getName(),
                "run",
                "--conf-file",
                PrepRuns.config(folder).toString()));
        for (String set : List.of(
                "source.path=" + source,
                "output=" + output,
                "shards.rowsPerShard=12",
                "stage={rowsPerPart: 20, keep: true}")) {
            command.addAll(List.of("--set", set));
        }
        File log = folder.resolve("log").toFile();
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
    }

    private static void awaitFiles(Process process, Path folder, String prefix, int count)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
        while (count(folder, prefix) < count) {
            assertThat(process.isAlive())
                    .as("the run ended before it could be killed")
                    .isTrue();
            assertThat(System.nanoTime()).as("time to wait for files").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    private static long count(Path folder, String prefix) throws IOException {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .count();
        }
    }

    private static Map<Path, Object> times(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            Map<Path, Object> times = new java.util.TreeMap<>();
            for (Path file : files.filter(path -> !path.getFileName().toString().startsWith("."))
                    .toList()) {
                times.put(file.getFileName(), Files.readAttributes(file, "lastModifiedTime,fileKey"));
            }
            return times;
        }
    }
}
