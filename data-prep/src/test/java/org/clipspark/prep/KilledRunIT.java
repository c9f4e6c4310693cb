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
    private static final String[] SETTINGS = {"shards.rowsPerShard=12", "stage={rowsPerPart: 20, keep: true}"};

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
    void goesOnWhereItWasKilledWhileItStagedAndWhileItWrote() throws IOException, InterruptedException {
        Path output = folder.resolve("out");
        Path stage = output.resolve("_stage");
        killOnce(start(output), stage, "part-", 3);
        Map<Path, Object> staged = times(stage);
        staged.keySet().removeIf(name -> !name.toString().endsWith(".parquet"));
        assertThat(staged).hasSizeGreaterThanOrEqualTo(3);
        assertThat(output.resolve("train")).doesNotExist();

        killOnce(start(output), stage.resolve("written"), "train-", 2);
        assertThat(output.resolve("manifest.json")).doesNotExist();
        Map<Path, Object> shards = times(output.resolve("train"));

        Path unkilled = folder.resolve("unkilled");
        PrepRuns runs = new PrepRuns(folder);
        runs.run(source, output, SETTINGS);
        runs.run(source, unkilled, SETTINGS);
        assertThat(PrepRuns.digests(output)).hasSizeGreaterThan(15).isEqualTo(PrepRuns.digests(unkilled));
        try (Stream<Path> files = Files.walk(output)) {
            assertThat(files.filter(file -> file.toString().endsWith(".tmp"))).isEmpty();
        }
        // What was there is the very file, not a new one with the same content.
        assertThat(times(stage)).containsAllEntriesOf(staged);
        Map<Path, Object> all = times(output.resolve("train"));
        assertThat(shards.size()).isGreaterThanOrEqualTo(2).isLessThan(all.size());
        assertThat(all).containsAllEntriesOf(shards);
    }

    private Process start(Path output) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:TieredStopAtLevel=1"));
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
        for (String set : List.of("source.path=" + source, "output=" + output, SETTINGS[0], SETTINGS[1])) {
            command.addAll(List.of("--set", set));
        }
        File log = folder.resolve("log").toFile();
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
    }

    /** Kills a process when a folder has so many files. */
    private static void killOnce(Process process, Path folder, String prefix, int count)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
        while (count(folder, prefix) < count) {
            assertThat(process.isAlive())
                    .as("the run ended before it could be killed")
                    .isTrue();
            assertThat(System.nanoTime()).as("time to wait for files").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(2);
        }
        process.destroyForcibly().waitFor();
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
