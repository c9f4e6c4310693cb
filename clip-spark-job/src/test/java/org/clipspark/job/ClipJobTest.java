package org.clipspark.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ClipJobTest {
    private static final String TRAIN = "../conf/train/caltech101.yaml";

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void printsTheCommandsThatExist() {
        assertThat(run("--help")).isZero();

        assertThat(out.toString()).contains("prep", "train", "demo", "report", "tokenizer");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void asksWhetherAKnownCommandWasMeant() {
        assertThat(run("trian")).isEqualTo(2);

        assertThat(err.toString())
                .isEqualToNormalizingNewlines(
                        "clip: error: Unmatched argument at index 0: 'trian'; did you mean 'train'?\n");
    }

    @Test
    void asksWhetherAKnownOptionWasMeant() {
        assertThat(run("train", "--conf-file", TRAIN, "--jsn")).isEqualTo(2);

        assertThat(err.toString())
                .isEqualToNormalizingNewlines("clip: error: Unknown option: '--jsn'; did you mean '--json'?\n");
    }

    @Test
    void saysWhichOptionIsMissing() {
        assertThat(run("train")).isEqualTo(2);

        assertThat(err.toString())
                .isEqualToNormalizingNewlines(
                        "clip: error: Missing required option: '--conf-file=FILE';" + " see 'clip train --help'\n");
    }

    @Test
    void saysThatACommandIsMissing() {
        assertThat(run()).isEqualTo(2);

        assertThat(err.toString()).startsWith("clip: error: Missing command (expected: ");
        assertThat(err.toString().lines()).hasSize(1);
    }

    @Test
    void refusesAMissingConfigurationInOneLine() {
        Path missing = folder.resolve("missing.yaml");

        assertThat(run("train", "--conf-file", missing.toString())).isEqualTo(2);

        assertThat(err.toString()).isEqualToNormalizingNewlines("clip: error: No such config file: " + missing + "\n");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void refusesAnUnknownKeyInOneLine() {
        assertThat(run("train", "--conf-file", TRAIN, "--set", "train.epoch=2")).isEqualTo(2);

        assertThat(err.toString()).contains("train.epoch").contains("did you mean 'epochs'?");
        assertThat(err.toString().lines()).hasSize(1);
    }

    @Test
    void failsInOneLineWhereThereIsNoRun() {
        assertThat(run("report", folder.toString())).isEqualTo(1);

        assertThat(err.toString()).startsWith("clip: error: No run at " + folder);
        assertThat(err.toString().lines()).hasSize(1);
    }

    @Test
    void printsTheStackTraceOfANestedCommandOnRequest() {
        Path missing = folder.resolve("missing.txt");

        assertThat(run("tokenizer", "encode", "--debug", "--vocabulary", missing.toString(), "a dog"))
                .isEqualTo(1);

        assertThat(err.toString()).startsWith("clip: error: ").contains(missing.toString(), "\tat org.clipspark");
    }

    @Test
    void learnsAVocabularyAndPrintsItAsJson() throws IOException {
        Path captions = Files.writeString(folder.resolve("captions.txt"), "a dog\na dog and a cat\n");
        Path vocabulary = folder.resolve("vocabulary.txt");

        assertThat(run(
                        "tokenizer",
                        "train",
                        "--json",
                        "--captions=" + captions,
                        "--size=516",
                        "--output=" + vocabulary))
                .isZero();

        assertThat(out.toString()).startsWith("{\"vocabulary\":").contains("\"size\":516");
        assertThat(vocabulary).exists();
    }

    private int run(String... arguments) {
        CommandLine command = ClipJob.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }
}
