package org.clipspark.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.SparkSession;
import org.clipspark.job.train.SmallRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code clip evaluate} in a process of its own in which every socket is written down by {@link NetworkGuard}. It shows that
 * no Java code but Spark's opens a socket; native code is not seen, and none of ours opens any.
 */
class EvaluateNetworkIT {
    @TempDir
    Path folder;

    @Test
    void opensNoSocketButThoseOfSpark() throws IOException, InterruptedException {
        try (SparkSession session = SparkSessions.open("prepare", Optional.of(2))) {
            SmallRun.prepare(session, folder).config("run");
        }
        assertThat(ClipJob.commandLine()
                        .execute(
                                "train",
                                "--conf-file",
                                folder.resolve("run.yaml").toString(),
                                "--set",
                                "train.epochs=1"))
                .isZero();
        String checkpoint = folder.resolve("run/checkpoints/epoch-0001").toString();
        Path suite = Files.writeString(folder.resolve("suite.yaml"), """
                output: %1$s/results
                cache: %1$s/cache
                tokenizer: {vocabulary: %1$s/vocabulary.txt}
                checkpoints: [{name: run, path: %2$s}]
                datasets:
                  - name: new
                    shards: %1$s/shards
                    split: validation
                    tasks: [zeroshot_classification, zeroshot_retrieval]
                    languages: [{name: en, templates: ["a {c}"]}]
                batchSize: 32
                intervals: {resamples: 100, confidence: 0.95, seed: 1}
                aggregates: []
                """.formatted(folder, checkpoint));

        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(command("evaluate", "--conf-file", suite.toString()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();

        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        List<String> sockets = Files.readAllLines(folder.resolve("network.log"));
        assertThat(sockets).as("the guard sees what Spark opens").isNotEmpty();
        assertThat(sockets).allMatch(line -> line.endsWith(" by Spark"));
        assertThat(folder.resolve("results/report.html")).isNotEmptyFile();
    }

    /** With the options of this process, so that Spark finds Java's packages open. */
    private List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java", "-Xmx1g"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("--add-opens"))
                .forEach(command::add);
        command.addAll(List.of(
                "-Djava.nio.channels.spi.SelectorProvider=" + NetworkGuard.class.getName(),
                "-D" + NetworkGuard.LOG + "=" + folder.resolve("network.log"),
                "-cp",
                System.getProperty("java.class.path"),
                NetworkGuard.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}
