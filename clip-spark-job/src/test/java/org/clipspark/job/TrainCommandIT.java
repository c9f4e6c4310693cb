package org.clipspark.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.clipspark.job.train.SmallRun;
import org.clipspark.model.checkpoint.SafetensorsFile;
import org.clipspark.model.compute.FloatVector;
import org.clipspark.model.compute.ParameterLayout;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code clip train} on its own embedded Spark: how it answers weights that it cannot begin with. */
class TrainCommandIT {
    @TempDir
    static Path folder;

    private static Path confFile;

    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void prepare() throws IOException {
        try (SparkSession session = SparkSessions.open("prepare", Optional.of(2))) {
            SmallRun.prepare(session, folder).config("small");
        }
        confFile = folder.resolve("small.yaml");
    }

    @Test
    void refusesWeightsThatAreNotThere() {
        Path missing = folder.resolve("missing");

        assertThat(train(missing)).isEqualTo(2);

        assertThat(err.toString())
                .isEqualToNormalizingNewlines("clip: error: model.weights " + missing + ": no such file or folder\n");
    }

    @Test
    void refusesWeightsOfAnotherArchitecture() {
        ParameterLayout layout =
                new ParameterLayout.Builder().add("logit_scale").build();
        Path other = folder.resolve("other.safetensors");
        SafetensorsFile.write(other, layout, FloatVector.of(new float[1]));

        assertThat(train(other)).isEqualTo(2);

        assertThat(err.toString())
                .startsWith("clip: error: model.weights " + other + " does not fit model.config: ")
                .contains(" parameters of the model are missing (");
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(folder.resolve("small")).doesNotExist();
    }

    @Test
    void failsOnAFileThatHoldsNoWeights() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.txt"), "These are not the weights you are looking for.");

        assertThat(train(text)).isEqualTo(1);

        assertThat(err.toString()).startsWith("clip: error: ").contains(text.toString());
        assertThat(err.toString().lines()).hasSize(1);
    }

    @Test
    void refusesAnOverheadWithWhichYarnWouldKillTheRunBeforeItAsksForExecutors() {
        System.setProperty("spark.master", "yarn");
        System.setProperty("spark.executor.memoryOverhead", "64m");
        try {
            CommandLine command = ClipJob.commandLine();
            command.setErr(new PrintWriter(err, true));

            assertThat(command.execute(
                            "train",
                            "--conf-file",
                            confFile.toString(),
                            "--set",
                            "run.directory=" + folder.resolve("killed")))
                    .isEqualTo(2);
        } finally {
            System.clearProperty("spark.master");
            System.clearProperty("spark.executor.memoryOverhead");
        }

        assertThat(err.toString()).startsWith("clip: error: spark.executor.memoryOverhead is 64 MiB, but the executor");
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(folder.resolve("killed")).doesNotExist();
    }

    private int train(Path weights) {
        CommandLine command = ClipJob.commandLine();
        command.setErr(new PrintWriter(err, true));
        return command.execute("train", "--conf-file", confFile.toString(), "--set", "model.weights=" + weights);
    }
}
